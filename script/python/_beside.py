"""Functions that run beside the loop on the real clock, in a worker that has an engine of its own.

A worker shares nothing with the loop's thread. So it can run a plain function of the script only: what that uses must
be modules and what they have, constants, and other such functions; arguments and results must be plain values.
"""

import _coroscope
import contextlib
import dis
import importlib
import inspect
import io
import marshal
import sys
import threading
import types
import _threads

_FILE = "script.py"
_SINGLE = {type(None), bool, int, float, complex, str, bytes}
_IMMUTABLE = {tuple, frozenset}
_MUTABLE = {list, set, dict}
_NOT_PLAIN_CODE = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


class NotPlain(Exception):
    """Why a function can't run beside the loop."""


def _check(value, name, allowed):
    kind = type(value)
    if kind in _SINGLE:
        return
    if kind not in allowed:
        raise NotPlain(f"{name} is no plain value but {_article(kind.__name__)}")
    for item in (*value, *value.values()) if kind is dict else value:
        _check(item, f"what is in {name}" if not name.startswith("what is in") else name, allowed)


def _article(noun):
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


class _Parts:
    """What a function needs, by the name that it has for it."""

    def __init__(self):
        self.functions, self.modules, self.members, self.values = {}, {}, {}, {}

    def add_function(self, function):
        name = function.__name__
        if function.__closure__:
            raise NotPlain(f"{name}() uses variables of the function around it")
        for value in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
            _check(value, f"a default of {name}()", _IMMUTABLE)
        key = id(function.__code__)
        if key not in self.functions:
            self.functions[key] = function.__code__, function.__defaults__, function.__kwdefaults__, {}
            for used in _globals_of(function.__code__):
                if used in function.__globals__:
                    self._add(used, function.__globals__[used], self.functions[key][3])
        return key

    def _add(self, name, value, names):
        if type(value) is types.ModuleType:
            if value.__name__ not in ("__main__", "_coroscope"):
                self.modules[name] = value.__name__
                return
        elif type(value) is types.FunctionType and value.__code__.co_filename == _FILE:
            names[name] = self.add_function(value)
            return
        elif (member := _member(value)) is not None:
            self.members[name] = member
            return
        _check(value, f"the global {name}", _IMMUTABLE)
        self.values[name] = value


def _globals_of(code):
    """The names of globals that code reads."""
    names = set()
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("STORE_GLOBAL", "DELETE_GLOBAL"):
            raise NotPlain(f"{code.co_name}() sets the global {instruction.argval}")
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            names.add(instruction.argval)
    for constant in code.co_consts:
        if type(constant) is types.CodeType:
            names |= _globals_of(constant)
    return names


def _member(value):
    """The module that has a function or a class of the library's, and the name there."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str) or module in ("__main__", "_coroscope"):
        return None
    return (module, name) if getattr(sys.modules.get(module), name, None) is value else None


def request_of(function, args, kwargs, worker):
    """What the worker is asked for. Raises NotPlain where it can't do that."""
    function, args, kwargs = _threads._plain(function, args, kwargs)
    while _threads._runs_in_context(function) and args:
        function, args, kwargs = _threads._plain(args[0], args[1:], kwargs)
    name = _threads.name_of(function)[0]
    if type(function) is not types.FunctionType or function.__code__.co_filename != _FILE:
        raise NotPlain(f"{name} is no function of the script")
    if function.__code__.co_flags & _NOT_PLAIN_CODE:
        raise NotPlain(f"{name}() gives a generator or a coroutine")
    for value in (*args, *kwargs.values()):
        _check(value, f"an argument of {name}()", _IMMUTABLE | _MUTABLE)
    parts = _Parts()
    entry = parts.add_function(function)
    wanted = (parts.functions, parts.modules, parts.members, parts.values, entry, args, kwargs, worker.name)
    return marshal.dumps(wanted), (*args, *kwargs.values())


def answer(request):
    """In the worker: calls the function, and gives what came of it."""
    functions, modules, members, values, entry, args, kwargs, thread = marshal.loads(request)
    threading.current_thread().name = thread
    shared = dict(values, __name__="__main__", __builtins__=__builtins__)
    for name, module in modules.items():
        shared[name] = importlib.import_module(module)
    for name, (module, member) in members.items():
        shared[name] = getattr(importlib.import_module(module), member)
    made = {key: types.FunctionType(code, dict(shared), code.co_name, defaults)
            for key, (code, defaults, _, _) in functions.items()}
    for key, (_, _, kwdefaults, names) in functions.items():
        made[key].__kwdefaults__ = kwdefaults
        made[key].__globals__.update((name, made[used]) for name, used in names.items())
    printed, error, result = io.StringIO(), None, None
    with contextlib.redirect_stdout(printed):
        try:
            result = made[entry](*args, **kwargs)
            _check(result, f"the result of {made[entry].__name__}()", _IMMUTABLE | _MUTABLE)
        except BaseException as raised:
            error, result = _error(raised), None
    return marshal.dumps((printed.getvalue(), error, result, (*args, *kwargs.values())))


def _error(raised):
    """An exception as plain values: what makes it again, else its words."""
    arguments = raised.args
    try:
        _check(arguments, "", _IMMUTABLE | _MUTABLE)
    except NotPlain:
        arguments = (str(raised),)
    kind = _member(type(raised)) or ("builtins", "RuntimeError")
    if isinstance(raised, NotPlain):
        kind, arguments = ("builtins", "TypeError"), (f"{raised}: a thread here runs in a worker, which can't give it",)
    return kind, arguments


class Asked:
    """A call that a worker was asked for. A thread waits for it."""

    def __init__(self, request, given):
        self._waiting, self._given = [], given
        self._answer = self.refusal = None
        self.is_asked = _coroscope.call_beside(request, self._answered)

    def _answered(self, answer, refusal):
        self._answer, self.refusal = answer, refusal
        while self._waiting:
            self._waiting.pop(0).wake()

    def result(self):
        printed, error, result, given = marshal.loads(self._answer)
        sys.stdout.write(printed)
        for before, after in zip(self._given, given):
            _take_over(before, after)
        if error is not None:
            (module, name), arguments = error
            raise getattr(importlib.import_module(module), name)(*arguments)
        return result


def _take_over(before, after):
    """Changes an argument as the function has changed its own copy."""
    if type(before) in _MUTABLE and before != after:
        before.clear()
        before.extend(after) if type(before) is list else before.update(after)
