"""Diagnosis: findings by rules over scores, answers and figures; benchmarks beside the enterprise's own figures."""
