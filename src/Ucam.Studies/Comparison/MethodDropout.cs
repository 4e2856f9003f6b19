using Ucam.Vqa;

namespace Ucam.Studies.Comparison;

/// <summary>The dropout that a comparison's recipe gives every method; null leaves the method's own.</summary>
internal sealed record MethodDropout
{
    /// <summary>As <see cref="HeadOptions.ImageDropout"/>.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.ImageDropout))]
    public double? Image { get; init; }

    /// <summary>As <see cref="HeadOptions.QuestionDropout"/>.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.QuestionDropout))]
    public double? Question { get; init; }

    /// <summary>As <see cref="HeadOptions.AttentionDropout"/>.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.AttentionDropout))]
    public double? Attention { get; init; }

    /// <summary>As <see cref="HeadOptions.ClassifierDropout"/>.</summary>
    [RangeOf(typeof(HeadOptions), nameof(HeadOptions.ClassifierDropout))]
    public double? Classifier { get; init; }

    internal HeadOptions Apply(HeadOptions head) => head with
    {
        ImageDropout = Image ?? head.ImageDropout,
        QuestionDropout = Question ?? head.QuestionDropout,
        AttentionDropout = Attention ?? head.AttentionDropout,
        ClassifierDropout = Classifier ?? head.ClassifierDropout,
    };
}
