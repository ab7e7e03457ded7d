#!/bin/bash
# @COMMAND@ of samehost, with a Java runtime of its own. See @COMMAND@ -h.
command=${BASH_SOURCE[0]}
if [[ $command != /* ]]; then command=$PWD/$command; fi
home=$command
if [[ -L $home ]]; then home=$(readlink -f -- "$home"); fi
home=${home%/*}
# Physical: a link to the directory may lead to another version before this one ends. Asked only if there is one, since a
# process more is a millisecond.
place=$home
if [[ $home != */bin || $home == *//* || $home == */.* ]]; then place=/; home=$(CDPATH='' cd -P -- "$home" && pwd); fi
while [[ $place ]]; do
    if [[ -L $place ]]; then home=$(CDPATH='' cd -P -- "$home" && pwd) && break; fi
    place=${place%/*}
done
home=${home%/bin}
program=@PROGRAM@
source "$home/lib/start.sh"
