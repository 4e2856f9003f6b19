using Ucam.Vqa;

namespace Ucam.Studies.Comparison;

/// <summary>What a comparison's recipe changes of a method's small size; null leaves it as it is.</summary>
internal sealed record MethodSizes
{
    /// <summary>As <see cref="HeadOptions.Attention"/>.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.Attention))]
    public int? Attention { get; init; }

    /// <summary>As <see cref="HeadOptions.Joint"/>.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.Joint))]
    public int? Joint { get; init; }

    /// <summary>As <see cref="HeadOptions.JointScale"/>.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.JointScale))]
    public double? JointScale { get; init; }

    /// <summary>What is changed, under the recipe's names, for example "joint_scale 16".</summary>
    internal string InWords() =>
        string.Join(", ", new (string Name, double? Value)[] { ("attention", Attention), ("joint", Joint), ("joint_scale", JointScale) }
        .Where(size => size.Value is not null).Select(size => FormattableString.Invariant($"{size.Name} {size.Value}")));

    internal HeadOptions Apply(HeadOptions small) => small with
    {
        Attention = Attention ?? small.Attention,
        Joint = Joint ?? small.Joint,
        JointScale = JointScale ?? small.JointScale,
    };
}
