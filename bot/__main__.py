from bot.collector import put_off

with put_off():
    from bot.cli import main

raise SystemExit(main())
