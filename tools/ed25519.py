"""Ed25519 as in RFC 8032, section 5.1: just enough to make test data that is the same every time.

Slow, and not safe for keys that matter: the time that it takes depends on the key. Verifying is left to others on purpose.
"""

import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
BASE_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960


def public_key(seed):
    """The 32 bytes of the public key of a seed of 32 bytes."""
    return _compress(_times(_scalar(hashlib.sha512(seed).digest())))


def sign(seed, message):
    """The 64 bytes of the signature."""
    digest = hashlib.sha512(seed).digest()
    secret = _scalar(digest)
    nonce = _number(digest[32:] + message)
    commitment = _compress(_times(nonce))
    challenge = _number(commitment + _compress(_times(secret)) + message)
    return commitment + ((nonce + challenge * secret) % L).to_bytes(32, "little")


def _scalar(digest):
    return int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | (1 << 254)


def _number(data):
    return int.from_bytes(hashlib.sha512(data).digest(), "little") % L


# Points are (X, Y, Z, T) with x = X / Z, y = Y / Z, x y = T / Z (RFC 8032, section 5.1.4).

def _add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor):
    result, point = (0, 1, 1, 0), (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)
    while factor:
        if factor & 1:
            result = _add(result, point)
        point = _add(point, point)
        factor >>= 1
    return result


def _compress(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")
