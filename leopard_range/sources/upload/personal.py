"""Columns about people, in the four languages of the project: left out when a file is read.

A planner needs animals and places, not who stood there; what is not kept cannot leak.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

__all__ = ["is_personal", "is_personal_name"]

_WHOLE = {
    # English, Darwin Core and Camtrap DP terms
    *("recordedby", "recordedbyid", "identifiedby", "identifiedbyid", "setupby", "classifiedby", "createdby"),
    *("measurementdeterminedby", "georeferencedby", "updatedby", "editedby", "enteredby", "collectedby"),
    *(
        "observer",
        "observers",
        "observername",
        "collector",
        "surveyor",
        "photographer",
        "reporter",
        "witness",
    ),
    *("ranger", "inspector", "author", "owner", "landowner", "contact", "staff", "user"),
    *(
        "username",
        "userid",
        "login",
        "firstname",
        "lastname",
        "middlename",
        "surname",
        "fullname",
        "patronymic",
    ),
    *("personname", "tel", "phone", "telephone", "mobile", "cellphone", "email", "mail", "fax", "address"),
    *(
        "homeaddress",
        "passport",
        "birthdate",
        "dateofbirth",
        "dob",
        "whatsapp",
        "telegram",
        "wechat",
        "skype",
    ),
    *("ipaddress", "ssn", "snils"),
    # Russian
    *(
        "фио",
        "фамилия",
        "отчество",
        "наблюдатель",
        "наблюдатели",
        "автор",
        "собрал",
        "собиратель",
        "коллектор",
    ),
    *(
        "учетчик",
        "учетчики",
        "инспектор",
        "егерь",
        "фотограф",
        "исполнитель",
        "исполнители",
        "оператор",
        "контакт",
    ),
    *(
        "контакты",
        "телефон",
        "тел",
        "мобильный",
        "почта",
        "эпочта",
        "адрес",
        "паспорт",
        "датарождения",
        "снилс",
    ),
    *("инн", "владелец", "респондент", "свидетель", "сотрудник"),
    # Chinese
    *(
        "姓名",
        "观察者",
        "观察员",
        "观察人",
        "观测者",
        "观测人",
        "记录人",
        "记录者",
        "记录员",
        "调查人",
        "调查员",
    ),
    *(
        "调查者",
        "采集人",
        "采集者",
        "拍摄人",
        "拍摄者",
        "摄影师",
        "巡护员",
        "护林员",
        "联系人",
        "联系方式",
        "负责人",
    ),
    *(
        "电话",
        "电话号码",
        "手机",
        "手机号",
        "手机号码",
        "邮箱",
        "电子邮件",
        "电子邮箱",
        "地址",
        "住址",
        "身份证",
    ),
    *("身份证号", "护照", "微信", "微信号", "出生日期", "作者", "目击者", "布设人"),
    # Korean
    *(
        "성명",
        "관찰자",
        "관측자",
        "조사자",
        "조사원",
        "기록자",
        "촬영자",
        "작성자",
        "담당자",
        "발견자",
        "신고자",
    ),
    *(
        "설치자",
        "목격자",
        "연락처",
        "전화",
        "전화번호",
        "휴대폰",
        "휴대전화",
        "핸드폰",
        "이메일",
        "메일",
        "주소",
    ),
    *("여권", "여권번호", "주민등록번호", "생년월일", "소유자"),
}
# Beginnings and parts that only such columns have.
_PARTS = re.compile(
    r"(?:^|_)(?:phone|telephone|e?mail|email|surname|passport|observer|recorded_by|set_up_by|birth)(?:$|_)"
    r"|наблюдател|фамили|телефон|паспорт|эл_почта|电话|手机|邮箱|身份证|电子邮件|姓名|전화|휴대폰|이메일|주민등록"
)
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]{2,}")
_PHONE = re.compile(r"(?:\+|8[ (-])\d[\d ()\-]{8,17}\d")


def is_personal_name(name: str) -> bool:
    """Tell whether a column's name says that it holds people's names or how to reach them.

    Parameters
    ----------
    name : str
        Column name in English, Russian, Chinese or Korean.
    """
    split = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])", "_", unicodedata.normalize("NFKC", name))
    words = re.sub(r"[\W_]+", "_", split).strip("_").casefold().replace("ё", "е")
    return words.replace("_", "") in _WHOLE or bool(_PARTS.search(words))


def is_personal(name: str, cells: Sequence[object]) -> bool:
    """Tell whether a column is about people, by its name or by what most of its cells hold.

    Parameters
    ----------
    name : str
        Column name.
    cells : sequence
        Its values; only text counts.
    """
    if is_personal_name(name):
        return True
    texts = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
    found = sum(
        1 for text in texts if len(text) <= 100 and (_EMAIL.fullmatch(text) or _PHONE.fullmatch(text))
    )
    return found > 0 and 2 * found >= len(texts)
