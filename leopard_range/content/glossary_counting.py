"""Words of counting: cameras, animals, numbers that are not sure."""

from __future__ import annotations

from collections.abc import Callable

from leopard_range.content.term import Term, forms

__all__ = ["counting_terms"]

_BORCHERS = (
    "Borchers, D. L. & Efford, M. G. 2008. Biometrics 64:377-385, doi:10.1111/j.1541-0420.2007.00927.x"
)
_SEBER = "Seber, G. A. F. 1982. The estimation of animal abundance and related parameters"
_VITKALOVA = "Vitkalova, A. V. & Shevtsova, E. I. 2016. Nature Conservation Research 1(3):53-58"


def counting_terms(_: Callable[[str], str]) -> tuple[Term, ...]:
    """Return them in the reader's language.

    Parameters
    ----------
    _ : callable
        Translation function.
    """
    return (
        Term(
            "camera-trap",
            _("Camera trap"),
            _(
                "A camera that takes a picture by itself when something warm moves in front of it. Nobody has to wait in the forest."
            ),
            forms(_("camera traps|camera trap")),
            _VITKALOVA,
        ),
        Term(
            "individual",
            _("Individual"),
            _("One single animal that people can tell from all others."),
            forms(_("individuals|individual")),
            "",
        ),
        Term(
            "pelage",
            _("Spots"),
            _(
                "The dark rings on a leopard's coat. No two leopards have the same, and the left side differs from the right."
            ),
            forms(_("pelage pattern|spots")),
            _VITKALOVA,
        ),
        Term(
            "identification",
            _("Identification"),
            _("Finding out which animal a picture shows, by comparing its spots with older pictures."),
            forms(_("identifications|identification")),
            _VITKALOVA,
        ),
        Term(
            "detection",
            _("Detection"),
            _("One visit of an animal to a camera. Ten pictures of one visit are still one detection."),
            forms(_("detections|detection")),
            "",
        ),
        Term(
            "effort",
            _("Effort"),
            _(
                "How many cameras stood for how long. One camera for one day and night is one trap-day. Without the effort, counts cannot be compared."
            ),
            forms(_("trap-days|trap-day|trap days|effort")),
            "",
        ),
        Term(
            "capture-recapture",
            _("Capture-recapture"),
            _(
                "A way to count animals nobody can see all at once. You mark some, look again, and ask how many of those you see are marked."
            ),
            forms(_("capture and recapture|capture-recapture")),
            _SEBER,
        ),
        Term(
            "spatial-capture-recapture",
            _("Spatial capture-recapture"),
            _(
                "Capture-recapture that also uses where each picture was taken. So it tells how many animals live on each 100 km²."
            ),
            forms(_("spatial capture-recapture|SECR")),
            _BORCHERS,
        ),
        Term(
            "density",
            _("Density"),
            _("How many animals live on a piece of land of one size, usually 100 km²."),
            forms(_("densities|density")),
            "",
        ),
        Term(
            "estimate",
            _("Estimate"),
            _("A number worked out from a part, because nobody could count the whole. It is never exact."),
            forms(_("estimates|estimate")),
            "",
        ),
        Term(
            "interval",
            _("Confidence interval"),
            _(
                "The lowest and the highest number that fit what was seen. A 95% interval holds the true number about 19 times out of 20."
            ),
            forms(_("confidence intervals|confidence interval|intervals|interval")),
            "",
        ),
        Term(
            "simulated",
            _("Simulated"),
            _(
                "Made up by a computer after fixed rules. It shows how a method works and says nothing about real animals."
            ),
            forms(_("simulation|simulated")),
            "",
        ),
        Term(
            "camera-plot",
            _("Camera plot"),
            _("A piece of land on which cameras stand. What they count holds for this land only."),
            forms(_("camera plots|camera plot")),
            "",
        ),
        Term(
            "snow-tracks",
            _("Track count in snow"),
            _(
                "People walk through the winter forest and count tracks. One animal can leave many, so the number is rough."
            ),
            forms(_("tracks in snow|track counts")),
            "",
        ),
    )
