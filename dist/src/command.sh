#!/bin/bash
# @COMMAND@ of samehost, with a Java runtime of its own. See @COMMAND@ -h.
command=${BASH_SOURCE[0]}
if [[ $command != /* ]]; then command=$PWD/$command; fi
home=$command
if [[ -L $home ]]; then home=$(readlink -f -- "$home"); fi
# Physical: a link to the directory may lead to another version before this one ends.
home=$(CDPATH='' cd -P -- "${home%/*}/.." && pwd)
program=@PROGRAM@
source "$home/lib/start.sh"
