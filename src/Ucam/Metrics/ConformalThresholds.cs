namespace Ucam.Metrics;

/// <summary>Where the threshold of a group comes from.</summary>
internal enum ThresholdSource
{
    /// <summary>From the group's own questions.</summary>
    Group,

    /// <summary>From the questions of the groups that are like it.</summary>
    Cluster,

    /// <summary>From all questions, because the group has too few.</summary>
    Pooled,
}

/// <summary>The threshold of one group of questions.</summary>
/// <param name="Threshold">Labels of at most this score are in the set; null where every label is.</param>
/// <param name="Questions">Calibration questions of the group itself.</param>
/// <param name="Source">What the threshold was taken from.</param>
/// <param name="Cluster">The number of its cluster, from 0; null without one.</param>
internal sealed record GroupThreshold(double? Threshold, int Questions, ThresholdSource Source, int? Cluster = null);

/// <summary>
/// Thresholds of conformal sets. The sets of new questions that are exchangeable with the calibration questions hold the right answer with a
/// probability of at least 1 − α: on average over all of them; in each group with a threshold of its own; and on average over a cluster.
/// </summary>
/// <param name="Alpha">Share of questions that may be missed, in (0,1).</param>
/// <param name="Threshold">The threshold from all questions, for groups that are not known; null where every label is in the set.</param>
/// <param name="Questions">Calibration questions that the pooled threshold was taken from.</param>
/// <param name="Groups">The thresholds by the groups' names; empty without groups.</param>
internal sealed record ConformalThresholds(double Alpha, double? Threshold, int Questions, IReadOnlyDictionary<string, GroupThreshold> Groups)
{
    /// <summary>The threshold for a question: its group's, or the pooled one where it has no group or the group is not known.</summary>
    public double? For(string? group) => group is not null && Groups.TryGetValue(group, out GroupThreshold? own) ? own.Threshold : Threshold;
}
