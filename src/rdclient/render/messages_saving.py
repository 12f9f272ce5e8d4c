"""Words for what stands in the way of saving: Git, the remote, what somebody else left undone."""

from collections.abc import Mapping
from types import MappingProxyType

_GIT = {
    "git-missing": (
        "没有找到 Git。请先安装，再重新打开终端",
        "there is no Git; install it and open a new terminal",
    ),
    "git-old": (
        "Git {0} 版本过低，请升级到 {1} 或更新的版本",
        "Git {0} is too old; install {1} or newer",
    ),
    "git-no-repository": (
        ("工作区不在 Git 仓库中。请在工作区文件夹运行 git init，或用 git clone 取得已有的仓库"),
        (
            "the workspace lies in no Git repository; run git init in its folder, or get the "
            "repository you have with git clone"
        ),
    ),
    "git-bare": (
        "{0} 是没有工作文件的仓库（bare）。请用 git clone 取得一份，再到其中运行",
        "{0} belongs to a repository without files (bare); clone it and work in the clone",
    ),
    "git-owner": (
        (
            "仓库 {0} 属于另一个用户，Git 不予使用。确认可信后运行："
            "git config --global --add safe.directory {0}"
        ),
        (
            "the repository {0} belongs to another user, and Git refuses it. If you trust it: "
            "git config --global --add safe.directory {0}"
        ),
    ),
    "git-detached": (
        "当前不在任何分支上，未保存。请先切换到分支，例如 git switch main",
        "no branch is checked out, so nothing was saved; switch to one, e.g. git switch main",
    ),
    "git-busy": (
        ("仓库中有一次 git {0} 尚未完成，未保存。请先完成；不需要的，运行 {1} 放弃"),
        "a git {0} was begun and not ended, so nothing was saved; end it, or give it up with: {1}",
    ),
    "git-locked": (
        (
            "另一个 Git 正在使用这个仓库（{0}），未继续。请稍后重新运行；"
            "确认没有 Git 在运行的，删除该文件"
        ),
        (
            "another Git is using the repository ({0}); run it again later. If none is running, "
            "delete that file"
        ),
    ),
    "git-identity": (
        (
            "Git 还不知道由谁保存，未作改动。请设置姓名和邮箱：git config --global user.name 张敏；"
            "git config --global user.email zhang.min@example.com"
        ),
        (
            "Git does not know who you are, so nothing was saved. Tell it: git config --global "
            'user.name "Your Name", and git config --global user.email you@example.com'
        ),
    ),
    "git-hook": (
        "仓库的提交检查（hook）没有通过，未保存：{0}。请按提示处理后重新运行",
        (
            "a hook of the repository refused the commit, so nothing was "
            "saved: {0}. Mend it and save again"
        ),
    ),
    "git-lost": (
        "仓库缺少对象 {0}，或该对象已损坏。请运行 git fetch --refetch 补齐，或重新克隆",
        (
            "the repository lacks the object {0}, or it is damaged; complete it with "
            "git fetch --refetch, or clone it again"
        ),
    ),
    "git-full": (
        "磁盘空间不足，未完成：{0}",
        "the disk is full, so it was not done: {0}",
    ),
    "git-timeout": (
        "git {0} 超过{1}秒没有结束，已停止。请检查网络后重新运行",
        (
            "git {0} did not end within {1} seconds and was stopped; look "
            "at the network and run it again"
        ),
    ),
    "git-failed": (
        "git {0} 没有成功：{1}",
        "git {0} failed: {1}",
    ),
}

_REMOTE = {
    "git-no-upstream": (
        "分支 {0} 没有对应的远端分支，远端有：{1}。请选定一个，例如 git push -u {2} {0}",
        (
            "the branch {0} is not shared yet, and there are several remotes: "
            "{1}. Choose one, e.g. git push -u {2} {0}"
        ),
    ),
    "git-unreachable": (
        "无法连接远端（{0}）。已提交的内容保留在本地；网络恢复后重新运行即可",
        (
            "the remote cannot be reached ({0}); what was committed is kept "
            "here, run it again once it can"
        ),
    ),
    "git-login": (
        (
            "远端不接受登录（{0}）。已提交的内容保留在本地。请先在终端运行一次 git fetch 完成登录，"
            "再重新运行"
        ),
        (
            "the remote does not let you in ({0}); what was committed is kept here. Log in once by "
            "running git fetch in a terminal, then run it again"
        ),
    ),
    "git-refused": (
        "远端 {0} 不接受推送：{1}。已提交的内容保留在本地；分支受保护的，请联系仓库管理员",
        (
            "{0} does not take the push: {1}. What was committed is kept "
            "here; is the branch protected?"
        ),
    ),
    "git-raced": (
        "推送到 {0} 时连续{1}次有人抢先，未推送。已提交的内容保留在本地，请稍后重新运行",
        (
            "others pushed to {0} first, {1} times in a row; what was committed "
            "is kept here, run it again later"
        ),
    ),
    "git-strangers": (
        "本地与 {0} 没有共同的历史，无法合并。请确认远端地址：git remote -v",
        (
            "this repository and {0} have no history in common; is that the "
            "right remote? git remote -v"
        ),
    ),
    "git-shallow-merge": (
        "本地仓库只有部分历史，找不到与 {0} 的共同祖先。请运行 git fetch --unshallow",
        (
            "the history of this clone was cut off before what it has in "
            "common with {0}; run git fetch --unshallow"
        ),
    ),
    "git-in-the-way": (
        (
            "本地有未保存的改动，合并会覆盖它们，因此未合并：{0}。已提交的内容保留在本地。"
            "工作区中的文件，重新运行即可；其他文件，请先提交或移开"
        ),
        (
            "files that are not saved would be overwritten, so nothing was merged: {0}. What was "
            "committed is kept here. If they belong to the workspace, run it again; if not, commit "
            "them or move them away first"
        ),
    ),
    "merge-files": (
        "无法读写合并用的文件 {0}（系统提示：{1}）",
        "the versions of {0} cannot be read or written (the system says: {1})",
    ),
}

SAVING: Mapping[str, tuple[str, str]] = MappingProxyType({**_GIT, **_REMOTE})
"""Chinese and English by the key of the error."""
