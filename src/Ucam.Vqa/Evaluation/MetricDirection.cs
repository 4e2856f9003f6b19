namespace Ucam.Vqa;

/// <summary>Which values of a metric are better.</summary>
public enum MetricDirection
{
    /// <summary>Neither: the metric describes and does not rate.</summary>
    Neither,

    /// <summary>High values are better.</summary>
    Higher,

    /// <summary>Low values are better.</summary>
    Lower,
}
