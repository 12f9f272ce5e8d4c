#!/bin/sh
# Check the client records of this repository. Plain sh: for Gitee, Jenkins, in-house Git, and by
# hand. 检查本仓库中的客户项目记录，适用于 Gitee、Jenkins、自建 Git，也可手工运行。
#
#   sh check-records.sh [BASE]      BASE=origin/master sh check-records.sh
#
# BASE is what the request is to be merged into. With it, nothing that was signed can change
# unnoticed; without it the records are checked as they stand.
# BASE 是合并请求的目标分支或提交：指定后，已签字的内容有改动即报出；不指定，只检查现有记录。
# RDCLIENT names what pip installs when rdclient is not there: a wheel, a folder, git+https://…
# rdclient 未安装时，由变量 RDCLIENT 指明安装来源：安装包、文件夹或 git+https://…
# Ends with 0 clean, 1 findings, 2 wrong usage, 3 could not check; anything but 0 stops the change.
set -u
base="${1:-${BASE:-}}"
if ! command -v rdclient > /dev/null 2>&1; then
  python3 -m pip install --quiet "${RDCLIENT:?set it to what pip is to install}" || exit 3
fi

set --
[ -z "$base" ] || set -- --base "$base"
status=0
rdclient -C "@FOLDER@" check "$@" || status=$?
# For servers that show test results (Jenkins, GitLab, 云效 …). 供 CI 页面展示。
rdclient -C "@FOLDER@" check "$@" --exit-zero --format junit > rdclient-junit.xml
# What the request changes, for its page. 本次请求改了什么，可贴到请求页面。
if [ -n "$base" ] && [ "$status" -ne 3 ]; then
  from=$(git merge-base "$base" HEAD) || exit 3
  rdclient -C "@FOLDER@" diff "$from..HEAD" --format md > rdclient-diff.md
fi
exit "$status"
