"""Where the packaged program starts: the same commands as `anhui-assess`."""

from anhui_assess.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
