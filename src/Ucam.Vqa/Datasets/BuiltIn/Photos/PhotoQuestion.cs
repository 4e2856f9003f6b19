namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>A question about one mosaic with all that is known of its answer.</summary>
/// <param name="Text">The question in English.</param>
/// <param name="Distribution">What people answer.</param>
/// <param name="Deciding">The tiles that decide; empty where an absence does.</param>
internal sealed record PhotoQuestion(string Text, AnswerDistribution Distribution, int[] Deciding);

/// <summary>A way of asking about a mosaic.</summary>
internal abstract class PhotoFamily
{
    protected static readonly string[] YesNo = ["yes", "no"];

    /// <summary>The families and how often each is asked, in percent where all of them can be.</summary>
    public static IReadOnlyList<(PhotoFamily Family, double Weight)> All { get; } =
        [(new WhatFamily(), 30), (new RelationFamily(), 14), (new ExistsFamily(), 18), (new PhotoCountFamily(), 14), (new ChoiceFamily(), 10),
            (new PhotoCompareFamily(), 10)];

    /// <summary>Name of the family, the question type of its items.</summary>
    public abstract string Name { get; }

    /// <summary>"yes/no", "number" or "other".</summary>
    public virtual string AnswerType => "other";

    /// <summary>A question that the mosaic allows; null if this attempt found none.</summary>
    public abstract PhotoQuestion? Ask(PhotoAsker asker);

    protected static PhotoQuestion YesOrNo(string text, double yes, int[] deciding) =>
        new(text, new AnswerDistribution(YesNo, [yes, 1 - yes]), deciding);
}

/// <summary>A mosaic with what people see in each of its tiles.</summary>
/// <param name="Mosaic">The mosaic.</param>
/// <param name="People">For each tile the share of people who name each class.</param>
/// <param name="Random">Drives the wording and the choice.</param>
internal sealed record PhotoAsker(Mosaic Mosaic, double[][] People, SetRandom Random)
{
    /// <summary>For each tile the share of people who see one of some classes in it.</summary>
    public double[] Seen(IReadOnlyList<int> kinds) => Array.ConvertAll(People, p => Math.Min(1, kinds.Sum(k => p[k])));
}
