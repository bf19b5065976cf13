"""The letter that a site begins with, in English and in Spanish.

It says what is known and invites; it promises safe conduct for that one meeting, and threatens
nothing. A site words it anew as it likes; two persons adopt what goes out.
"""

from __future__ import annotations

from collections.abc import Mapping

SHIPPED: Mapping[str, Mapping[str, str]] = {
    "en": {
        "heading": "An invitation",
        "greeting": "Dear",
        "knowledge": (
            "We know that you are involved in selling drugs on the street. We are writing because"
            " people here care about what becomes of you, and want the selling to stop."
        ),
        "invitation": (
            "You are invited to a meeting with people of your community, with the police and the"
            " prosecutor, and with people who can help with work, school, housing, treatment and"
            " more. It is on:"
        ),
        "bring": (
            "Please bring somebody who matters to you: a parent, a grandparent, a partner, a"
            " friend, somebody from your congregation. They are welcome."
        ),
        "safe_conduct": (
            "You will not be arrested at this meeting, nor on the way to it or home from it. This"
            " is not a trick. You may leave whenever you want to."
        ),
        "contact": (
            "If you have a question, need a ride, childcare or an interpreter, or cannot come, call"
            " [name] at [number]."
        ),
        "close": "Sincerely,",
        "chief": "[Name], Chief of Police",
        "leader": "[Name], [organisation], for the community",
    },
    "es": {
        "heading": "Una invitación",
        "greeting": "Estimado/a",
        "knowledge": (
            "Sabemos que usted participa en la venta de drogas en la calle. Le escribimos porque"
            " aquí hay personas a quienes les importa lo que sea de usted, y que quieren que la"
            " venta termine."
        ),
        "invitation": (
            "Le invitamos a una reunión con personas de su comunidad, con la policía y la fiscalía,"
            " y con personas que pueden ayudarle con trabajo, estudios, vivienda, tratamiento y"
            " más. Será el:"
        ),
        "bring": (
            "Por favor, traiga a alguien importante para usted: su madre o su padre, un abuelo o"
            " una abuela, su pareja, un amigo, alguien de su congregación. Será bienvenido."
        ),
        "safe_conduct": (
            "No se le arrestará en esta reunión, ni en el camino de ida o de vuelta. Esto no es"
            " una trampa. Puede irse cuando quiera."
        ),
        "contact": (
            "Si tiene una pregunta, si necesita transporte, cuidado de niños o un intérprete, o si"
            " no puede venir, llame a [nombre] al [número]."
        ),
        "close": "Atentamente,",
        "chief": "[Nombre], Jefe de Policía",
        "leader": "[Nombre], [organización], por la comunidad",
    },
}
"""Texts by language; what stands in brackets is to be filled in before it is adopted."""
