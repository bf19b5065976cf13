"""An address says which kind of portal it is, however it was copied."""

import pytest

from commonground.ingest.portals import PartialAddress, UnknownPortal, portal_of
from commonground.ingest.portals.kinds import _recognised

UUID = "0a1b2c3d-0000-4000-8000-0123456789ab"
SOCRATA = "https://data.example.org/resource/abcd-1234.json"
ARCGIS = "https://gis.example.org/arcgis/rest/services/Police/FeatureServer/3"
CKAN = f"https://data.example.org/api/3/action/datastore_search?resource_id={UUID}"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (SOCRATA, SOCRATA),
        ("https://data.example.org/resource/abcd-1234.csv?$limit=5", SOCRATA),
        ("https://data.example.org/Public-Safety/Police-Incidents/abcd-1234", SOCRATA),
        ("https://data.example.org/d/abcd-1234", SOCRATA),
        ("https://data.example.org/Public-Safety/Incidents/abcd-1234/about_data", SOCRATA),
        ("https://data.example.org/api/views/abcd-1234/rows.csv?accessType=DOWNLOAD", SOCRATA),
        (ARCGIS, ARCGIS),
        (f"{ARCGIS}/", ARCGIS),
        (f"{ARCGIS}/query?where=1%3D1&outFields=*&f=pjson&time=", ARCGIS),
        (
            "http://gis.example.org/rest/services/A/MapServer/12?f=json",
            "http://gis.example.org/rest/services/A/MapServer/12",
        ),
        (CKAN, CKAN),
        (f"{CKAN}&limit=5", CKAN),
        (f"https://data.example.org/api/action/datastore_search?resource_id={UUID}", CKAN),
        (f"https://data.example.org/dataset/police-calls/resource/{UUID}", CKAN),
        (f"https://data.example.org/dataset/calls/resource/{UUID.upper()}/view/{UUID}", CKAN),
        (
            f"https://example.org/open/dataset/calls/resource/{UUID}",
            f"https://example.org/open/api/3/action/datastore_search?resource_id={UUID}",
        ),
    ],
)
def test_recognises_an_address(url: str, address: str) -> None:
    kind, found = _recognised(url)

    assert found == address
    assert portal_of(url) == kind.kind


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/incidents.csv",
        "https://gis.example.org/arcgis/rest/services/Police/FeatureServer",
        "https://data.example.org/api/3/action/datastore_search?resource_id=calls",
        "ftp://data.example.org/resource/abcd-1234.json",
        "file" + ":///resource/abcd-1234.json",
        "https:///resource/abcd-1234.json",
        "https://[/resource/abcd-1234.json",
        "incidents",
        "",
    ],
)
def test_names_the_three_forms_where_it_knows_none(url: str) -> None:
    with pytest.raises(UnknownPortal, match=r"FeatureServer/0.*resource_id=UUID.*abcd-1234\.json"):
        portal_of(url)


@pytest.mark.parametrize(
    "url",
    [
        f"{SOCRATA}?$where=year>2019",
        f"{SOCRATA}?district=4",
        f"{ARCGIS}/query?where=YEAR%3D2019",
        f"{ARCGIS}/query?where=1%3D1&geometry=1,2,3,4",
        f"{CKAN}&q=drugs",
    ],
)
def test_refuses_an_address_of_a_part(url: str) -> None:
    with pytest.raises(PartialAddress, match="whole table"):
        portal_of(url)


@pytest.mark.parametrize(
    "url",
    [
        f"{SOCRATA}?$$app_token=s3cr3t",
        f"{ARCGIS}/query?where=1%3D1&token=s3cr3t",
        SOCRATA.replace("data.", "me:s3cr3t@data."),
    ],
)
def test_refuses_an_address_that_holds_a_secret(url: str) -> None:
    with pytest.raises(PartialAddress, match="environment") as refused:
        portal_of(url)
    assert "s3cr3t" not in str(refused.value)
