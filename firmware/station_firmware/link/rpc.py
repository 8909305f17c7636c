"""JSON-RPC 2.0 over frames: requests, notifications, batches and the errors of the standard, to the letter.

A method that asks something of the tick answers later: it returns a function that gives the result, or None while the
tick has not answered yet. Requests of one frame are worked off in order, one a slack; `busy` is true until they are.
"""

import json

from .frame import MAX_TEXT_BYTES

PARSE_ERROR, INVALID_REQUEST, NO_METHOD, INVALID_PARAMS, INTERNAL_ERROR = (
    -32700,
    -32600,
    -32601,
    -32602,
    -32603,
)
REFUSED, UNKNOWN_PROTOCOL, INVALID_PROTOCOL, TOO_LARGE, NO_RECORD = -32000, -32001, -32002, -32010, -32011
INVALID_SETTINGS = -32003
MAX_ID = 40
MAX_BATCH = 16
_SEPARATORS = (",", ":")
_TOO_LARGE = "the answer does not fit one frame; ask for less"


class RpcError(Exception):
    """An answer that is an error: code, message and, when it helps, data."""

    def __init__(self, code, message, data=None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data


def dumps(value):
    """Compact JSON text in printable ASCII (MicroPython's own dumps lets other letters through)."""
    return plain(json.dumps(value, separators=_SEPARATORS))


def plain(text):
    """JSON text with every letter beyond printable ASCII escaped: no list of letters, a session has no room for one."""
    body = text.encode()
    most = max(body)
    while most > 126:
        # the highest byte begins a letter: what follows one in UTF-8 is lower
        at = body.find(bytes((most,)))
        end = at + (1 if most < 128 else 2 if most < 0xE0 else 3 if most < 0xF0 else 4)
        body = body.replace(body[at:end], _escaped(ord(body[at:end].decode())).encode())
        most = max(body)
    return body.decode()


def canonical(value):
    """JSON text with sorted keys and nothing between: the text a preset's content hash is taken of."""
    if isinstance(value, dict):
        return "{%s}" % ",".join([dumps(key) + ":" + canonical(value[key]) for key in sorted(value)])
    if isinstance(value, list):
        return "[%s]" % ",".join([canonical(one) for one in value])
    return dumps(value)


def _escaped(code):
    if code < 0x10000:
        return "\\u%04x" % code
    code -= 0x10000
    return "\\u%04x\\u%04x" % (0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF))


def _error(request_id, code, message, data=None):
    error = {"code": code, "message": message}
    if data is not None:
        error["data"] = data
    return {"jsonrpc": "2.0", "id": request_id, "error": error}


def _id_of(request):
    """(has an id, the id) with anything that is no legal id counted as none."""
    if not isinstance(request, dict) or "id" not in request:
        return False, None
    request_id = request["id"]
    if request_id is True or request_id is False:
        return True, None
    if isinstance(request_id, str) and len(request_id) <= MAX_ID:
        return True, request_id
    if isinstance(request_id, float) and request_id - request_id != 0:
        return True, None  # endless or no number: JSON has no word for it
    return True, request_id if isinstance(request_id, (int, float)) else None


class Rpc:
    """`accept(text)` a frame's text, `advance()` until not `busy`; answers go to `send(text)`."""

    def __init__(self, methods, send):
        self._methods = methods
        self._send = send
        self._queue = []
        self._answers = []
        self._bytes = 0
        self._batch = False
        self._later = None
        self.busy = False

    def accept(self, text):
        """Take the text of one frame. Never raises; a text that is no JSON is answered with a parse error."""
        try:
            parsed = json.loads(text)
        except (ValueError, RuntimeError):
            # too deep a nesting is RuntimeError on the board
            self._send(dumps(_error(None, PARSE_ERROR, "not JSON")))
            return
        self._batch = isinstance(parsed, list)
        if self._batch and not parsed:
            self._send(dumps(_error(None, INVALID_REQUEST, "an empty batch")))
            return
        if self._batch and len(parsed) > MAX_BATCH:
            self._send(dumps(_error(None, TOO_LARGE, "a batch has at most %d requests" % MAX_BATCH)))
            return
        self._queue = parsed if self._batch else [parsed]
        self._answers = []
        self._bytes = 2
        self.busy = True
        self.advance()

    def advance(self):
        """Work on the next request of the frame, unless it still waits for the tick; after the last one, answer."""
        answer = self._one(self._queue[0])
        if answer is self:
            return
        self._queue.pop(0)
        if answer is not None:
            self._keep(answer)
        if not self._queue:
            self.busy = False
            self._answer()

    def drop_waiting(self):
        """Forget the requests of this frame that have not begun."""
        del self._queue[1:]

    def _keep(self, answer):
        """Keep an answer as text; those that will not fit the frame are forgotten, their bytes are not."""
        text = dumps(answer)
        if not self._batch and len(text) > MAX_TEXT_BYTES:
            text = dumps(_error(answer["id"], TOO_LARGE, _TOO_LARGE))
        self._bytes += len(text) + 1
        if not self._batch or self._bytes <= MAX_TEXT_BYTES + 1:
            self._answers.append(text)

    def _answer(self):
        answers = self._answers
        self._answers = []
        if self._batch and self._bytes > MAX_TEXT_BYTES + 1:
            self._send(dumps(_error(None, TOO_LARGE, _TOO_LARGE)))
        elif self._batch and answers:
            self._send("[" + ",".join(answers) + "]")
        elif answers:
            self._send(answers[0])

    def _one(self, request):
        """The answer of one request, None for a notification, or self while it waits for the tick."""
        has_id, request_id = _id_of(request)
        if not self._valid(request, has_id, request_id):
            return _error(request_id, INVALID_REQUEST, "not a JSON-RPC 2.0 request")
        try:
            result = self._call(request)
        except RpcError as error:
            return _error(request_id, error.code, error.message, error.data) if has_id else None
        except Exception as error:  # noqa: BLE001 - whatever a request does to a method, the station lives on
            self._later = None
            return (
                _error(request_id, INTERNAL_ERROR, "the station failed: " + repr(error)[:80])
                if has_id
                else None
            )
        if result is self:
            return self
        return {"jsonrpc": "2.0", "id": request_id, "result": result} if has_id else None

    def _valid(self, request, has_id, request_id):
        if not isinstance(request, dict) or request.get("jsonrpc") != "2.0":
            return False
        if not isinstance(request.get("method"), str):
            return False
        if "params" in request and not isinstance(request["params"], (dict, list)):
            return False
        return not has_id or request_id is not None or request["id"] is None

    def _call(self, request):
        if self._later is None:
            method = self._methods.get(request["method"])
            if method is None:
                raise RpcError(NO_METHOD, "no method " + request["method"][:40])
            params = request.get("params", {})
            if not isinstance(params, dict):
                raise RpcError(INVALID_PARAMS, "params go by name")
            result = method(params)
            if not callable(result):
                return result
            self._later = result
        later = self._later
        try:
            result = later()
        except RpcError:
            self._later = None
            raise
        if result is None:
            return self
        self._later = None
        return result
