"""Storage adapter: one folder per workspace, SQLite inside. Import `storage.workspace` to open one."""
