"""Accepts connections and never says a word."""
import socket
import sys

listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
kept = []
while True:
    kept.append(listener.accept()[0])
