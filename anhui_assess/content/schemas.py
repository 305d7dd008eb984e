"""How a content file says what it is: `schema: anhui-assess/<kind>/1` at its top."""

SCHEMA_PREFIX = "anhui-assess/"
FORM_SCHEMA = f"{SCHEMA_PREFIX}form/1"
