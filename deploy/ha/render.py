#!/usr/bin/env python3
"""Makes the files of each machine from the description of a cluster and the templates beside this
file. Must never invent a password: one that is missing stops it.
usage: deploy/ha/render.py CLUSTER.toml FOLDER

In FOLDER then lie haproxy.cfg, and for each node NAME/etcd.env and NAME/patroni.yml."""
import argparse
import string
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
PASSWORDS = ("superuser", "replication", "rewind", "restapi")
CLUSTER_DEFAULTS = {"cluster": "camaug", "watchdog": "automatic", "strict": False,
                    "bin_dir": "/usr/lib/postgresql/15/bin", "haproxy_user": "haproxy",
                    "stats_socket": "/run/haproxy/admin.sock"}
NODE_DEFAULTS = {"etcd_port": 2379, "etcd_peer_port": 2380, "patroni_port": 8008,
                 "postgres_port": 5432, "etcd_dir": "/var/lib/etcd/camaug",
                 "data_dir": "/var/lib/postgresql/15/camaug", "sockets": "/var/run/postgresql",
                 "pgpass": "/var/lib/postgresql/patroni.pgpass"}


def fill(template, values):
    text = (HERE / template).read_text(encoding="utf-8")
    return string.Template(text).substitute(values)


def haproxy(cluster):
    cluster = CLUSTER_DEFAULTS | cluster
    nodes = [NODE_DEFAULTS | node for node in cluster["node"]]
    primaries = "\n".join("  server {name} {host}:{postgres_port} port {patroni_port}"
                          .format_map(node) for node in nodes)
    program = ""
    if "program" in cluster:
        lines = [f"  server process{number} {address}" for number, address
                 in enumerate(cluster["program"]["processes"], 1)]
        tracked = [f"{line} track program/process{number}" for number, line in enumerate(lines, 1)]
        program = fill("haproxy_program.cfg.in", {"balancer": cluster["program"]["balancer"],
                                                  "processes": "\n".join(lines),
                                                  "tracked": "\n".join(tracked)})
    user = cluster["haproxy_user"]
    identity = f"  user {user}\n  group {user}\n" if user else ""
    return fill("haproxy.cfg.in", cluster | {"primaries": primaries, "program": program,
                                             "identity": identity})


def of_node(cluster, node):
    """{file name: text} of one node."""
    nodes = [NODE_DEFAULTS | one for one in cluster["node"]]
    values = CLUSTER_DEFAULTS | cluster | NODE_DEFAULTS | node
    values["strict"] = str(values["strict"]).lower()
    values |= {f"{name}_password": cluster["passwords"][name] for name in PASSWORDS}
    values["etcd_hosts"] = ", ".join(f'"{one["host"]}:{one["etcd_port"]}"' for one in nodes)
    values["etcd_members"] = ",".join("{name}=http://{host}:{etcd_peer_port}".format_map(one)
                                      for one in nodes)
    return {"etcd.env": fill("etcd.env.in", values),
            "patroni.yml": fill("patroni.yml.in", values)}


def write(path, text):
    """Passwords stand in some: nobody else reads any."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


def render(cluster, folder):
    missing = [name for name in PASSWORDS if not cluster.get("passwords", {}).get(name)]
    if missing:
        raise ValueError(f"passwords are missing: {', '.join(missing)} (openssl rand -hex 24)")
    write(folder / "haproxy.cfg", haproxy(cluster))
    for node in cluster["node"]:
        for name, text in of_node(cluster, node).items():
            write(folder / node["name"] / name, text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cluster", type=Path, help="like deploy/ha/cluster.toml")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    try:
        cluster = tomllib.loads(options.cluster.read_text(encoding="utf-8"))
        render(cluster, options.folder)
    except (OSError, ValueError, KeyError) as error:
        print(f"render: {options.cluster}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
