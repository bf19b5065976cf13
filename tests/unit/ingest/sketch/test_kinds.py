"""Words of offences speak of the category they should."""

import pytest

from commonground.ingest.sketch.kinds import kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("DRUGS-SALE/HEROIN", "drug sale"),
        ("Possession of cocaine for sale", "drug sale"),
        ("NARCOTICS - MANUFACTURE", "drug sale"),
        ("DISTRIBUTION OF A CONTROLLED SUBSTANCE", "drug sale"),
        ("DRUG TRAFFICKING", "drug sale"),
        ("POSSESSION OF MARIJUANA", "drug possession"),
        ("Drug Offense", "other drug"),
        ("POSS", None),
        ("799 Poss", None),
        ("Poss Drugs", "other drug"),
        ("POSSESSION OF BURGLAR TOOLS", None),
        ("ROBBERY OF A DRUG STORE", "violent"),
        ("DRUGSTORE CHECK", None),
        ("DUI-DRVING UNDR INFLUNC ALC/DRUGS", "other"),
        ("DRUNK DRIVER", "other"),
        ("HUMAN TRAFFICKING", "other"),
        ("LIQUOR LAWS-SALE TO A MINOR", "disorder"),
        ("DRUG OVERDOSE", "overdose"),
        ("AGG.ASSAULT-FIREARM", "violent"),
        ("FIGHT NO WEAPON", "other"),
        ("CARRYING CONCEALED WEAPON", "weapon"),
        ("STOLEN PROPERTY-POSSESSING", "property"),
        ("LOST PROPERTY", "other"),
        ("BURGLARY ALARM", "other"),
        ("PROSTITUTION", "prostitution"),
        ("Mentally Disturbed", None),
        ("Traffic Stop", "other"),
        ("", None),
    ],
)
def test_tells_the_kind(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SALE OF METHADONE", "drug sale"),
        ("POSSESSION OF BARBITUATES", "drug possession"),
        ("FORGE OR ALTER PRESCRIPTION", None),
    ],
)
def test_tells_sale_and_possession_apart_where_drugs_are_known(text: str, kind: str | None) -> None:
    assert kind_of(text, of_drugs=True) == kind
