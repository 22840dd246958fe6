#!/usr/bin/env python3
"""Converts a folder of raw reference data into the files of profiles/ca-mau (see its README.md).
Run again after the raw data changed: tools/profile_import.py RAW_FOLDER [PROFILE_FOLDER].
Must never touch the files that people keep by hand: profile.json, policy.json, routing.csv,
out_of_scope.json, scope_samples.csv, README.md."""
import csv
import json
import sys
import unicodedata
from pathlib import Path

RAW = Path()
OUT = Path()
K_COORDINATE = 10_000_000
FORMER = {"Cà Mau": "former-96", "Bạc Liêu": "former-95"}
TYPES = {"Xã": "commune", "Phường": "ward", "Thị trấn": "town"}
TYPES_EN = {"commune": "Commune", "ward": "Ward", "town": "Township"}
SUCCESSORS = {"so_tttt": "so_khcn", "so_tnmt": "so_nnmt", "so_nnptnt": "so_nnmt",
              "so_gtvt": "so_xd", "so_khdt": "so_tc", "so_ldtbxh": "so_nv"}
# Who takes over when the place decides: a class instead of a code.
CLASS_SUCCESSORS = {"district_committee": "commune_committee",
                    "district_police": "commune_police",
                    "commune_committee": "commune_committee"}
AGENCY_EN = {
    "portal": "Provincial Web Portal", "office": "Office of the Provincial People's Committee",
    "so_tttt": "Department of Information and Communications",
    "so_khcn": "Department of Science and Technology",
    "so_tnmt": "Department of Natural Resources and Environment",
    "so_nnptnt": "Department of Agriculture and Rural Development",
    "so_nnmt": "Department of Agriculture and Environment",
    "so_gtvt": "Department of Transport", "so_xd": "Department of Construction",
    "so_khdt": "Department of Planning and Investment", "so_tc": "Department of Finance",
    "so_ldtbxh": "Department of Labour, Invalids and Social Affairs",
    "so_nv": "Department of Home Affairs", "so_yt": "Department of Health",
    "so_gddt": "Department of Education and Training",
    "so_ct": "Department of Industry and Trade",
    "so_vhttdl": "Department of Culture, Sports and Tourism",
    "so_tp": "Department of Justice", "thanh_tra": "Provincial Inspectorate",
    "tiep_dan": "Provincial Citizen Reception Board",
    "bql_kkt": "Economic Zone Management Board", "ca_tinh": "Provincial Police",
    "pctt": "Provincial Civil Defence Command", "bien_phong": "Provincial Border Guard",
    "thuy_san": "Fisheries Sub-department", "dien_luc_cm": "Cà Mau Power Company",
    "cap_nuoc_cm": "Cà Mau Water Supply Company",
    "mtdt_cm": "Cà Mau Urban Environment Company",
    "dien_luc_bl": "Bạc Liêu Regional Power Company",
    "cap_nuoc_bl": "Bạc Liêu Water Supply Company",
    "mtdt_bl": "Bạc Liêu Urban Services Unit"}
TILES_EN = {"roads": "Roads, bridges", "light": "Power, street lights", "waste": "Waste, hygiene",
            "water": "Water, drains, flooding", "security": "Public order",
            "disaster": "Disaster, erosion", "health": "Health, epidemic", "fire": "Fire",
            "violation": "Signs of a violation", "school": "Schools", "idea": "Ideas",
            "other": "Something else"}
# Numbers below are shown; every other one stays hidden until somebody has test-dialled it.
VERIFIED = {"111", "112", "113", "114", "115"}


def read_csv(name):
    with open(RAW / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_json(name):
    return json.loads((RAW / name).read_text(encoding="utf-8"))


def nfc(value):
    return unicodedata.normalize("NFC", value)


def write_csv(name, columns, rows):
    with open(OUT / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([nfc(str(cell)) for cell in row] for row in rows)
    print(f"{name}: {len(rows)} rows")


def write_json(name, value, compact=False):
    options = {"separators": (",", ":")} if compact else {"indent": 1}
    text = json.dumps(value, ensure_ascii=False, **options)
    (OUT / name).write_text(nfc(text) + "\n", encoding="utf-8")
    print(f"{name}: {len(text)} characters")


def degrees7(value):
    return "" if value in ("", None) else str(round(float(value) * K_COORDINATE))


def plain(text):
    text = text.replace("đ", "d").replace("Đ", "D")
    marks = unicodedata.normalize("NFD", text)
    return "".join(c for c in marks if not unicodedata.combining(c))


def bare_name(full_name, kind):
    rest = full_name[len(kind):].strip()
    return full_name if rest.isdigit() else rest


def english(full_name, kind):
    rest = full_name[len(kind):].strip()
    word = TYPES_EN[TYPES[kind.capitalize()]]
    return f"{word} {rest}" if rest.isdigit() else f"{plain(rest)} {word}"


def normal_type(full_name):
    """The GSO list writes "Thị Trấn" once; the name keeps one spelling."""
    return full_name.replace("Thị Trấn", "Thị trấn")


AREA_COLUMNS = ["code", "type", "name", "full_name", "full_name_en", "parent", "alias", "lat7",
                "lon7", "counted_as", "counted_exactly"]


def district_rings():
    shapes = {}
    for feature in read_json("camau_2022_districts_derived.geojson")["features"]:
        geometry = feature["geometry"]
        parts = geometry["coordinates"]
        parts = parts if geometry["type"] == "MultiPolygon" else [parts]
        shapes[feature["properties"]["code"]] = [ring for part in parts for ring in part]
    return shapes


def holds(rings, lon, lat):
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
    return inside


def areas_2022():
    centres = {f["properties"]["code"]: f["properties"] for f in
               read_json("camau_2022_districts_derived.geojson")["features"]}
    rows = [["96", "province", "Cà Mau", "Tỉnh Cà Mau", "Ca Mau Province", "", "former-96",
             "91769000", "1051524000", "", ""],
            ["95", "province", "Bạc Liêu", "Tỉnh Bạc Liêu", "Bac Lieu Province", "", "former-95",
             "92941000", "1057216000", "", ""],
            ["sea", "sea", "Vùng biển Cà Mau", "Vùng biển Cà Mau", "Ca Mau sea area", "96", "",
             "", "", "", ""]]
    seen = set()
    for unit in read_csv("admin_units_2022.csv"):
        code = unit["district_code"]
        if code not in seen:
            seen.add(code)
            full, kind = unit["district"], unit["district_type"]
            name, at = full[len(kind):].strip(), centres[code]
            word = {"Huyện": "District", "Thị xã": "Town", "Thành phố": "City"}[kind]
            rows.append([code, "district", name, full, f"{plain(name)} {word}",
                         unit["province_code"], "", degrees7(at["lat"]), degrees7(at["lon"]),
                         "", ""])
        full = normal_type(unit["commune"])
        kind = normal_type(unit["commune_type"]).capitalize()
        rows.append([unit["commune_code"], TYPES[kind], bare_name(full, kind), full,
                     english(full, kind), code, "", "", "", "", ""])
    write_csv("areas_2022.csv", AREA_COLUMNS, rows)


def areas_2025():
    rows = [["96", "province", "Cà Mau", "Tỉnh Cà Mau", "Ca Mau Province", "", "", "91769000",
             "1051524000", "96", "no"],
            ["former-96", "region", "Cà Mau cũ", "Vùng Cà Mau trước 01/7/2025",
             "Ca Mau before 1 July 2025", "96", "", "", "", "96", "yes"],
            ["former-95", "region", "Bạc Liêu cũ", "Vùng Bạc Liêu trước 01/7/2025",
             "Bac Lieu before 1 July 2025", "96", "", "", "", "95", "yes"],
            ["sea", "sea", "Vùng biển Cà Mau", "Vùng biển Cà Mau", "Ca Mau sea area", "96", "",
             "", "", "sea", "yes"]]
    districts = district_rings()
    old = {}
    for row in read_csv("admin_map_2025.csv"):
        old.setdefault(row["new_commune_code"], set()).add(row["old_district_code"])
    for unit in read_csv("admin_units_2025.csv"):
        lon, lat = float(unit["lon"]), float(unit["lat"])
        found = [code for code, rings in districts.items() if holds(rings, lon, lat)]
        if len(found) != 1:
            sys.exit(f"{unit['full_name']}: its label point lies in {len(found)} districts")
        exact = "yes" if old[unit["code"]] == {found[0]} else "no"
        rows.append([unit["code"], TYPES[unit["type"]], unit["name"], unit["full_name"],
                     unit["name_en"], FORMER[unit["former_province"]], "", degrees7(lat),
                     degrees7(lon), found[0], exact])
    write_csv("areas_2025.csv", AREA_COLUMNS, rows)


def area_map():
    rows = [["sea", "sea", "whole", "Vùng biển Cà Mau"], ["96", "96", "whole", "Tỉnh Cà Mau"],
            ["95", "96", "whole", "Tỉnh Bạc Liêu -> Tỉnh Cà Mau"]]
    for row in read_csv("admin_map_2025.csv"):
        note = f"{normal_type(row['old_commune'])}, {row['old_district']} -> {row['new_commune']}"
        rows.append([row["old_commune_code"], row["new_commune_code"], row["whole_or_part"], note])
    write_csv("area_map.csv", ["old_code", "new_code", "extent", "note"], rows)


def slim_features(source, target, keep):
    data = read_json(source)
    for feature in data["features"]:
        properties = feature["properties"]
        feature["properties"] = {k: properties[k] for k in keep if properties.get(k) is not None}
    write_json(target, data, compact=True)


def maps():
    names = ["code", "name", "full_name"]
    slim_features("camau_2025_communes_server.geojson", "communes.geojson", names)
    slim_features("camau_2025_communes_lite.geojson", "communes_lite.geojson", names)
    slim_features("camau_2025_province.geojson", "province.geojson", names)
    slim_features("camau_2022_districts_derived.geojson", "districts_2022.geojson",
                  ["code", "name", "province_code"])
    slim_features("context_neighbours.geojson", "neighbours.geojson", names)
    slim_features("vn_2025_provinces.geojson", "vn_provinces.geojson", names)
    slim_features("poi_camau.geojson", "poi.geojson",
                  ["name", "kind", "commune_code", "confidence"])
    topology = read_json("camau_2025_communes.topojson")
    shapes = topology["objects"].pop("camau_2025_communes")
    for geometry in shapes["geometries"]:
        geometry["properties"] = {k: geometry["properties"][k] for k in names}
    topology["objects"]["communes"] = shapes
    write_json("communes.topojson", topology, compact=True)


def agency_english(row, units):
    if row["code"] in AGENCY_EN:
        return AGENCY_EN[row["code"]]
    edition = "2022" if row["valid_to"] else "2025"
    place = units[edition, row["area"]]
    return f"{place} Police" if "police" in row["class"] else f"People's Committee of {place}"


def unit_names():
    """English name of every unit, by (edition, code), read back from the files just written."""
    names = {}
    for edition in ("2022", "2025"):
        with open(OUT / f"areas_{edition}.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                names[edition, row["code"]] = row["full_name_en"]
    return names


def agencies():
    units = unit_names()
    rows = []
    for row in read_csv("agencies.csv"):
        successor = SUCCESSORS.get(row["code"], "")
        if row["valid_to"] and not successor:
            successor = CLASS_SUCCESSORS[row["class"]]
        external = "yes" if row["note"].startswith("external") else "no"
        rows.append([row["code"], row["class"], row["name"], agency_english(row, units),
                     row["area"].replace(":", "-"), row["valid_from"], row["valid_to"],
                     row["parent"], successor, external, row["note"]])
    write_csv("agencies.csv", ["code", "class", "name", "name_en", "area", "valid_from",
                               "valid_to", "parent", "successor", "external", "note"], rows)


def taxonomy():
    raw = read_json("taxonomy_fields.json")
    fields = []
    for field in raw["fields"]:
        children = [{"code": c["code"], "vi": c["vi"], "en": c["en"],
                     "default_agency": c["default_agency"], "urgent_hint": c["urgent_hint"],
                     "publicity": c["public"], "repair_days": c["repair_days"],
                     **({"note": c["note"]} if "note" in c else {})} for c in field["children"]]
        fields.append({"code": field["code"], "vi": field["vi"], "en": field["en"],
                       "evidence": field["evidence"], "sub_fields": children})
    write_json("fields.json", {"fields": fields, "conventions": raw["conventions"]})
    tiles = [{"code": t["code"], "vi": t["vi"], "en": TILES_EN[t["code"]], "field": t["field"],
              **({"sub_field": t["sub_field"]} if "sub_field" in t else {}),
              "quiet": t.get("quiet", False), "needs_place": t["code"] != "idea"}
             for t in raw["tiles"]]
    write_json("tiles.json", {"tiles": tiles})


def calendar():
    rows = []
    for row in read_csv("holidays_vn_2022_2027.csv"):
        doubt = row["evidence"].startswith("PROVISIONAL") or "confirm" in row["evidence"]
        doubt = doubt or row["date"].startswith("2027") and "computed" in row["evidence"]
        rows.append([row["date"], row["kind"], row["name_vi"], row["name_en"],
                     "yes" if doubt else "no", row["evidence"]])
    write_csv("calendar.csv", ["date", "kind", "name", "name_en", "provisional", "evidence"], rows)


def emergency():
    rows = []
    for row in read_csv("emergency_numbers.csv"):
        verified = row["number"] in VERIFIED
        rows.append([row["number"], row["name_vi"], row["name_en"], row["scope"],
                     "yes" if verified else "no", row["evidence"]])
    write_csv("emergency.csv", ["number", "name", "name_en", "scope", "verified", "evidence"],
              rows)


def main():
    global RAW, OUT
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    RAW = Path(sys.argv[1])
    default = Path(__file__).resolve().parent.parent / "profiles" / "ca-mau"
    OUT = Path(sys.argv[2]) if len(sys.argv) == 3 else default
    areas_2022()
    areas_2025()
    area_map()
    maps()
    agencies()
    taxonomy()
    calendar()
    emergency()


if __name__ == "__main__":
    main()
