#!/bin/sh
# Check the client records of this repository. Plain sh: for Gitee, Jenkins, GitLab, in-house Git,
# and by hand. 检查本仓库中的客户项目记录，适用于任何 CI。
# RDCLIENT names what pip installs when rdclient is not there: a wheel, a folder, git+https://…
# rdclient 未安装时，由变量 RDCLIENT 指明安装来源：安装包、文件夹或 git+https://…
# Ends with 0 clean, 1 findings, 2 wrong usage, 3 could not check; anything but 0 stops the change.
set -u
if ! command -v rdclient > /dev/null 2>&1; then
  python3 -m pip install --quiet "${RDCLIENT:?set it to what pip is to install}" || exit 3
fi

status=0
rdclient -C "@FOLDER@" check || status=$?
# For servers that show test results (Jenkins, GitLab, 云效 …). 供 CI 页面展示。
rdclient -C "@FOLDER@" check --exit-zero --format junit > rdclient-junit.xml
exit "$status"
