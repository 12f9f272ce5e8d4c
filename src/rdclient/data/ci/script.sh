#!/bin/sh
# Check the client records of this repository. Plain sh: for Gitee, Jenkins, GitLab, in-house Git,
# and by hand. 检查本仓库中的客户项目记录，适用于任何 CI。
# Ends with 0 clean, 1 findings, 2 wrong usage, 3 could not check; anything but 0 stops the change.
set -u
command -v rdclient > /dev/null 2>&1 || python3 -m pip install --quiet rdclient || exit 3

status=0
rdclient -C "@FOLDER@" check || status=$?
# For servers that show test results (Jenkins, GitLab, 云效 …). 供 CI 页面展示。
rdclient -C "@FOLDER@" check --exit-zero --format junit > rdclient-junit.xml
exit "$status"
