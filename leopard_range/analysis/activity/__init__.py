"""Hours of the day at which animals pass: activity curve, activity level, overlap of two species.

Times of day lie on a circle.  The density is a von Mises kernel density, with the bandwidth that would be
best if the times came from a von Mises distribution (Taylor 2008), as in the R packages overlap and
activity.  The kernel density is evaluated by its Fourier series, whose coefficients are those of the
times multiplied by those of the kernel: exact to rounding, and linear in the number of times.

References
----------
Ridout M. S. & Linkie M. (2009) Estimating overlap of daily activity patterns from camera trap data.
Journal of Agricultural, Biological and Environmental Statistics 14: 322-337. doi:10.1198/jabes.2009.08038
Rowcliffe J. M. et al. (2014) Quantifying levels of animal activity using camera trap data. Methods in Ecology
and Evolution 5: 1170-1179. doi:10.1111/2041-210X.12278
Taylor C. C. (2008) Automatic bandwidth selection for circular density estimation. Computational Statistics &
Data Analysis 52: 3493-3500. doi:10.1016/j.csda.2007.11.003
"""

from leopard_range.analysis.activity.bootstrap import Replicates, basic0, bootstrap
from leopard_range.analysis.activity.circular import (
    GRID,
    Sample,
    activity_level,
    bandwidth,
    density,
    times,
)
from leopard_range.analysis.activity.overlap import Overlap, overlap, sample_overlap

__all__ = [
    "GRID",
    "Overlap",
    "Replicates",
    "Sample",
    "activity_level",
    "bandwidth",
    "basic0",
    "bootstrap",
    "density",
    "overlap",
    "sample_overlap",
    "times",
]
