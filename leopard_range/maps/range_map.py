"""The folium map: a thin shell that hands an address to our script."""

from __future__ import annotations

import folium
from folium.template import Template

from leopard_range.maps.assets import asset, scripts_of
from leopard_range.maps.neutral import Json, neutral, packed
from leopard_range.maps.spec import MapSpec
from leopard_range.maps.state import MapState, state_json

__all__ = ["LiveState", "RangeMap"]


class RangeMap(folium.Map):
    """A map whose look and behaviour live in ``explorer.js``.

    Nothing but addresses, numbers and neutralised text goes through folium.  Build a
    fresh one for every run: it costs a few milliseconds, and st_folium mutates it.

    Parameters
    ----------
    spec : MapSpec
        What it shows.
    spec_url : str
        Path of the file from `leopard_range.maps.spec_file`.
    prefix : str
        Way from the document that holds the map to the root of the application;
        st_folium's frame is two folders deep.
    sorry : str
        Sentence shown when the script cannot load the spec.

    Raises
    ------
    ValueError
        The prefix is anything but dots and slashes: it goes to folium as it is.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <style>html,body{height:100%;margin:0}#{{ this.get_name() }}{height:100%}</style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }} ></div>
            <p id="lr-sorry" hidden>{{ this.sorry }}</p>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = LeopardMap.mount({{ this.get_name()|tojson }}, "{{ this.start }}");
        {% endmacro %}
        """
    )

    def __init__(self, spec: MapSpec, spec_url: str, prefix: str = "../../", sorry: str = "") -> None:
        if set(prefix) - set("./"):
            raise ValueError("prefix is a way up the folders, such as ../../")
        lon, lat, zoom = (float(value) for value in spec.view)
        super().__init__(location=[lat, lon], zoom_start=round(zoom), tiles=None)
        self.default_js = [(name, asset(name).url(prefix)) for name in scripts_of(spec.flags)]
        self.default_css = [(name, asset(name).url(prefix)) for name in ("leaflet.css", "explorer.css")]
        self.sorry = neutral(sorry)
        start: Json = {"spec": spec_url, "root": prefix, "view": list(spec.view)}
        self.start = packed(start)


class LiveState(folium.FeatureGroup):
    """A state that st_folium hands to a mounted map without mounting it again.

    Give it as ``feature_group_to_add``; st_folium evaluates its script whenever it differs
    from the one of the last run.

    Parameters
    ----------
    state : MapState
        What to set.
    go : bool
        False: the state of a link, used only while the map starts, so that a rerun never
        moves the map under the reader's hand.  True: a command, carried out whenever it changes.
    turn : int
        Count up to repeat the same command.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = LeopardMap.live("{{ this.state }}");
        {% endmacro %}
        """
    )

    def __init__(self, state: MapState, go: bool = False, turn: int = 0) -> None:
        super().__init__()
        self.state = packed({**state_json(state), "go": go, "turn": turn})
