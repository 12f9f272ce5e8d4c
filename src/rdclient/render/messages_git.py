"""Words for what keeps a question from Git's objects or from signatures: never answered in part."""

from collections.abc import Mapping
from types import MappingProxyType

GIT: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "git-no-base": (
            "仓库中没有“{0}”这个分支、标签或提交。只在远端的，请先运行 git fetch --all --tags",
            (
                "the repository has no branch, tag or commit '{0}'; if a remote has it, run "
                "git fetch --all --tags first"
            ),
        ),
        "git-near-base": (
            "仓库中没有“{0}”这个分支、标签或提交，是不是 {1}？",
            "the repository has no branch, tag or commit '{0}'; did you mean {1}?",
        ),
        "git-shallow": (
            (
                "本地克隆的历史不完整（shallow），无法核对。GitHub Actions 请在 checkout 步骤设置 "
                "fetch-depth: 0，GitLab CI 请设置 GIT_DEPTH: 0，本地请运行 git fetch --unshallow"
            ),
            (
                "the history is cut off (a shallow clone), so nothing can be said: set "
                "fetch-depth: 0 in GitHub Actions, GIT_DEPTH: 0 in GitLab CI, or run "
                "git fetch --unshallow"
            ),
        ),
        "git-partial": (
            (
                "本地克隆不完整（partial clone），缺少对象 {0}。请去掉 --filter 重新克隆，"
                "或运行 git fetch --refetch --no-filter 补齐"
            ),
            (
                "this clone left objects behind (a partial clone) and {0} is missing; clone "
                "without --filter, or complete it with git fetch --refetch --no-filter"
            ),
        ),
        "git-unrelated": (
            "{0} 和 {1} 没有共同的历史，无法比较。请确认基准分支是否写对",
            "{0} and {1} have no history in common; is that the right base?",
        ),
        "git-damaged": (
            "仓库中的对象 {0} 已损坏，无法读取。请重新克隆；运行 git fsck --full 可查看损坏情况",
            (
                "the object {0} of the repository is damaged and cannot be read; clone it again "
                "(git fsck --full tells what is broken)"
            ),
        ),
        "git-sparse": (
            "文件 {0} 没有检出（sparse checkout），无法核对。请运行 git sparse-checkout disable",
            (
                "the file {0} was not checked out (a sparse checkout), so nothing can be said; run "
                "git sparse-checkout disable"
            ),
        ),
        "git-no-workspace": (
            "{0} 中还没有这个工作区（找不到 rdclient.yaml）。请选用更晚的提交",
            "in {0} this workspace does not exist yet (no rdclient.yaml); choose a later commit",
        ),
        "issue-at-commit": (
            "--issue 登记的是现有记录的报告，不能与 --at 同时使用",
            "--issue records a report of the records as they are; it does not go with --at",
        ),
        "at-with-base": (
            "--at 不能与 --base 同时使用。要核对某个提交，请用 --base 基准 --head 提交",
            "--at does not go with --base; to judge a commit, use --base BASE --head COMMIT",
        ),
        "signoff-fixed": (
            (
                "{0} 是签字确认记录，不能修改。更正请另行登记：rdclient signoff add {1}"
                "（撤回用 --decision revoke）"
            ),
            (
                "{0} is a sign-off and is never changed; add another one instead: "
                "rdclient signoff add {1} (to take it back: --decision revoke)"
            ),
        ),
        "new-signoff": (
            "签字确认记录不用 new 新建，请运行 rdclient signoff add 编号",
            "sign-offs are not made with new; run rdclient signoff add ID",
        ),
        "new-baseline": (
            "基线不用 new 新建，请运行 rdclient baseline create",
            "baselines are not made with new; run rdclient baseline create",
        ),
        "id-signed": (
            "{0} 已写入签字确认的内容（{1}），编号不能更改",
            "{0} stands in what was signed ({1}), so its id cannot change",
        ),
        "id-in-baseline": (
            "{0} 已列入基线（{1}），编号不能更改。基线尚未签字的，可先删除，改号后重新创建",
            (
                "{0} stands in a baseline ({1}), so its id cannot change; one that nobody signed "
                "can be deleted first and created again"
            ),
        ),
        "ssh-missing": (
            (
                "没有找到 ssh-keygen，无法验证数字签名。请安装 OpenSSH"
                "（Git for Windows 自带）后重新运行"
            ),
            (
                "there is no ssh-keygen, so signatures cannot be checked; install OpenSSH (Git for "
                "Windows brings it along) and run it again"
            ),
        ),
        "ssh-timeout": (
            "ssh-keygen 超过{0}秒没有结束，已停止。密钥在硬件或代理中的，请先解锁，再重新运行",
            (
                "ssh-keygen did not end within {0} seconds and was stopped; unlock the key if it "
                "lies in a token or an agent, and run it again"
            ),
        ),
        "ssh-sign": (
            "用密钥 {0} 签名没有成功：{1}",
            "the key {0} did not sign: {1}",
        ),
    }
)
"""Chinese and English by the key of the error."""
