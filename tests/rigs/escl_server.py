#!/usr/bin/env python3
"""An eSCL (AirScan) scanner for tests, with a feeder, both sides, A3, and every bad habit a test can ask for.

Prints "port N" when it listens on 127.0.0.1 and ends when its standard input closes. Driven over HTTP:
  POST /rig/plan     JSON: {"pages": [files], "platen": file, "fault": name, "at": page, "count": n, ...}; starts afresh
  POST /rig/release  lets go what the plan holds ("held": true: the jam is not told before)
  GET  /rig/log      JSON list of "METHOD path" since the last plan
Faults: feeder-empty, jam, cover-open, busy, page-busy, always-busy, short-body, damaged, gone, slow, silent, not-jpeg,
job-elsewhere, refused, down, huge-caps, bad-caps, bad-status. `at` is the page (from 0) that suffers.
"""
import json
import os
import re
import sys
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAMESPACES = ('xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" '
              'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"')
RESOLUTIONS = (75, 100, 150, 300, 600)
A3_UNITS = (3508, 4961)  # 1/300 inch


def input_caps(element):
    resolutions = ''.join('<scan:DiscreteResolution><scan:XResolution>%d</scan:XResolution>'
                          '<scan:YResolution>%d</scan:YResolution></scan:DiscreteResolution>' % (r, r)
                          for r in RESOLUTIONS)
    return ('<scan:%s><scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>%d</scan:MaxWidth>'
            '<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>%d</scan:MaxHeight>'
            '<scan:MaxScanRegions>1</scan:MaxScanRegions>'
            '<scan:SettingProfiles><scan:SettingProfile><scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode>'
            '<scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes><scan:DocumentFormats>'
            '<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>'
            '<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>'
            '<scan:SupportedResolutions><scan:DiscreteResolutions>%s</scan:DiscreteResolutions>'
            '</scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles></scan:%s>'
            % (element, *A3_UNITS, resolutions, element))


def capabilities():
    return ('<?xml version="1.0" encoding="UTF-8"?><scan:ScannerCapabilities %s>'
            '<pwg:Version>2.63</pwg:Version><pwg:MakeAndModel>Rig A3</pwg:MakeAndModel>'
            '<pwg:SerialNumber>RIG1</pwg:SerialNumber><scan:UUID>%s</scan:UUID>'
            '<scan:Platen>%s</scan:Platen><scan:Adf>%s%s<scan:FeederCapacity>50</scan:FeederCapacity></scan:Adf>'
            '</scan:ScannerCapabilities>'
            % (NAMESPACES, uuid.uuid5(uuid.NAMESPACE_URL, 'rig'), input_caps('PlatenInputCaps'),
               input_caps('AdfSimplexInputCaps'), input_caps('AdfDuplexInputCaps'))).encode()


class Rig:
    """What the test planned and what happened since."""

    def __init__(self):
        self.lock = threading.Lock()
        self.begin({})

    def begin(self, plan):
        self.plan = plan
        self.jobs = {}
        self.log = []
        self.countdown = plan.get('count', 1)
        self.jammed = False
        self.never = threading.Event()
        self.released = threading.Event()
        if not plan.get('held'):
            self.released.set()

    def fault(self, name):
        return self.plan.get('fault') == name

    def feeder_state(self):
        if self.jammed:
            return 'ScannerAdfJam'
        if self.fault('cover-open'):
            return 'ScannerAdfHatchOpen'
        if self.fault('feeder-empty') or not self.plan.get('pages'):
            return 'ScannerAdfEmpty'
        return 'ScannerAdfLoaded'


RIG = Rig()


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def answer(self, status, body=b'', kind='text/xml', **headers):
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace('_', '-'), value)
        self.end_headers()
        self.wfile.write(body)

    def note(self):
        if not self.path.startswith('/rig/'):
            with RIG.lock:
                RIG.log.append('%s %s' % (self.command, self.path))

    def take_countdown(self):
        with RIG.lock:
            if RIG.countdown <= 0:
                return False
            RIG.countdown -= 1
            return True

    def do_GET(self):
        self.note()
        if self.path == '/rig/log':
            return self.answer(200, json.dumps(RIG.log).encode(), 'application/json')
        if self.path.endswith('/ScannerCapabilities'):
            return self.send_capabilities()
        if self.path.endswith('/ScannerStatus'):
            return self.send_status()
        job = re.fullmatch(r'/eSCL/ScanJobs/([^/]+)/NextDocument', self.path)
        if job and job[1] in RIG.jobs:
            return self.next_document(RIG.jobs[job[1]])
        return self.answer(404)

    def send_capabilities(self):
        if RIG.fault('huge-caps'):
            return self.answer(200, b'<a>' * 5_000_000)
        if RIG.fault('bad-caps'):
            return self.answer(200, capabilities()[:700])
        return self.answer(200, capabilities())

    def send_status(self):
        if RIG.fault('bad-status'):
            return self.answer(200, b'<html>login</html>')
        state = 'Down' if RIG.fault('down') else 'Idle'
        self.answer(200, ('<?xml version="1.0"?><scan:ScannerStatus %s><pwg:Version>2.63</pwg:Version>'
                          '<pwg:State>%s</pwg:State><scan:AdfState>%s</scan:AdfState></scan:ScannerStatus>'
                          % (NAMESPACES, state, RIG.feeder_state())).encode())

    def do_POST(self):
        self.note()
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        if self.path == '/rig/plan':
            RIG.never.set()
            RIG.begin(json.loads(body))
            return self.answer(200)
        if self.path == '/rig/release':
            RIG.released.set()
            return self.answer(200)
        if self.path != '/eSCL/ScanJobs':
            return self.answer(404)
        if RIG.fault('always-busy') or (RIG.fault('busy') and self.take_countdown()):
            return self.answer(503, Retry_After=str(RIG.plan.get('retry', 1)))
        if RIG.fault('refused'):
            return self.answer(409)
        name = str(uuid.uuid4())
        feeder = b'Feeder' in body
        pages = list(RIG.plan.get('pages', [])) if feeder else [RIG.plan['platen']]
        if feeder and b'Duplex>true' in body:
            pages = [side for page in pages for side in (page, RIG.plan.get('back', page))]
        if b'Grayscale8' in body:
            pages = [page.replace('.jpg', '-grey.jpg') for page in pages]
        RIG.jobs[name] = {'pages': pages, 'given': 0}
        host = 'http://192.0.2.1:9' if RIG.fault('job-elsewhere') else 'http://127.0.0.1:%d' % self.server.server_port
        return self.answer(201, Location='%s/eSCL/ScanJobs/%s' % (host, name))

    def do_DELETE(self):
        self.note()
        RIG.jobs.pop(self.path.split('/')[-1], None)
        RIG.never.set()  # as a scanner does: the page that is waited for is answered at once
        self.answer(200)

    def next_document(self, job):
        here = job['given'] == RIG.plan.get('at', 0)
        if RIG.fault('page-busy') and here and self.take_countdown():
            return self.answer(503, Retry_After=str(RIG.plan.get('retry', 1)))
        if RIG.fault('jam') and here:
            RIG.released.wait()
            RIG.jammed = True
            return self.answer(409 if RIG.plan.get('status') == 409 else 404)
        if job['given'] >= len(job['pages']):
            return self.answer(404)
        with open(job['pages'][job['given']], 'rb') as file:
            page = file.read()
        job['given'] += 1
        if not here:
            return self.answer(200, page, 'image/jpeg')
        return self.misbehave(page)

    def misbehave(self, page):
        if RIG.fault('not-jpeg'):
            return self.answer(200, b'<html>please log in</html>', 'text/html')
        if RIG.fault('damaged'):
            return self.answer(200, page[:len(page) // 2], 'image/jpeg')
        if RIG.fault('silent'):
            return self.wait_for_the_end()
        if not any(map(RIG.fault, ('short-body', 'gone', 'slow'))):
            return self.answer(200, page, 'image/jpeg')
        self.send_response(200)
        self.send_header('Content-Type', 'image/jpeg')
        self.send_header('Content-Length', str(len(page)))
        self.end_headers()
        if RIG.fault('slow'):
            return self.trickle(page)
        self.wfile.write(page[:len(page) // 2])
        self.wfile.flush()
        if RIG.fault('gone'):
            os._exit(0)
        self.close_connection = True
        return None

    def wait_for_the_end(self):
        RIG.never.wait()
        self.close_connection = True
        self.answer(404)

    def trickle(self, page):
        never = RIG.never
        piece = max(1, len(page) // 40)
        for at in range(0, len(page), piece):
            if never.wait(RIG.plan.get('delay', 0.02)):
                break
            try:
                self.wfile.write(page[at:at + piece])
                self.wfile.flush()
            except OSError:
                break
        self.close_connection = never.is_set()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a client that hangs up is what tests do
            super().handle_error(request, client_address)


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


def main():
    server = Server(('127.0.0.1', int(sys.argv[1]) if len(sys.argv) > 1 else 0), Handler)
    print('port', server.server_port, flush=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    server.serve_forever()


main()
