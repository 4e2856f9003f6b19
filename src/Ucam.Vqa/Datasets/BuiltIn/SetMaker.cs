namespace Ucam.Vqa.Datasets.BuiltIn;

/// <summary>Makes the parts of a built-in set, and those that a training takes.</summary>
internal abstract class SetMaker
{
    /// <summary>Added to the seed for the backbone's pictures, so that it never sees those of the head.</summary>
    private const int BackboneStream = 1_000_003;

    /// <summary>What every set calls the parts that a training needs.</summary>
    protected const string Train = "train", Validation = "validation", Test = "test";

    /// <summary>Names of the parts: training, validation, test, then shifted tests; null where a folder decides what there is.</summary>
    public abstract IReadOnlyList<string>? Parts { get; }

    /// <summary>One part; pictures are drawn or read later.</summary>
    /// <exception cref="UcamException">There is no such part, or a number is out of range.</exception>
    public abstract IVqaSet Make(SetRequest request);

    /// <summary>What a head is trained, chosen and tested on.</summary>
    public virtual LearnedSets Learned(SetAmounts amounts) => new(Make(amounts.Of(Train, amounts.Train)),
        Make(amounts.Of(Validation, amounts.Validation)), Make(amounts.Of(Test, amounts.Test)));

    /// <summary>Pictures for a backbone, without questions.</summary>
    public virtual IVqaSet Backbone(SetAmounts amounts) => Make(BackboneOf(amounts));

    /// <summary>Everything that is tested on, the in-distribution test first.</summary>
    public virtual IEnumerable<IVqaSet> Tests(SetAmounts amounts, LearnedSets learned) =>
        [learned.Test, .. Parts!.Where(part => part is not (Train or Validation or Test)).Select(part => Make(Shifted(part, amounts)))];

    /// <summary>How much of a shifted test is taken.</summary>
    protected virtual SetRequest Shifted(string part, SetAmounts amounts) => amounts.Of(part, amounts.Test);

    /// <summary>How the backbone's pictures are asked for.</summary>
    protected static SetRequest BackboneOf(SetAmounts amounts) =>
        amounts.Of(Train, amounts.Backbone) with { Seed = amounts.Seed + BackboneStream, QuestionsPerPicture = 0 };
}
