"""项目跟踪: the register, its rates, what is late, one project in detail, and what a finished one changes."""
