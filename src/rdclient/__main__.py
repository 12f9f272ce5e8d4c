"""`python -m rdclient` is the same as `rdclient`."""

from rdclient.cli.main import main

main()
