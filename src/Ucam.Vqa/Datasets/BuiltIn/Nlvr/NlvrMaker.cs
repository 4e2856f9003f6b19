namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>
/// Draws pictures and sentences in NLVR's style, or reads NLVR's own. A training takes drawn ones and NLVR's development split but for the
/// directories held out; those directories choose the epoch; NLVR's public test, they, and drawn sentences test. NLVR's own splits are taken
/// whole; the numbers of pictures are those of the drawn ones.
/// </summary>
internal sealed class NlvrMaker(string? source) : SetMaker
{
    /// <summary>Begins the names of drawn sets, which tables of results hold; once also the set's name in recipes.</summary>
    public const string Drawn = "nlvr-style";

    /// <summary>Share of towers in the backbone's pictures: scattered objects are the harder to tell.</summary>
    private const double BackboneTowers = 0.4;

    public static BuiltInSet Entry { get; } =
        new("nlvr", "Draws boxes of shapes and true or false sentences about them in NLVR's style, as the model sees them.", 128,
            source => new NlvrMaker(source))
        { Source = "the folder with dev/ and test/, without which pictures are drawn", Formerly = Drawn };

    public override IReadOnlyList<string>? Parts => source is null ? BuiltInItems.PartNames<NlvrSplit>() : null;

    public override IVqaSet Make(SetRequest request) =>
        source is null ? Draw(request) : new NlvrFiles(source, request.Part, request.Size).Asked(null, $"{Entry.Name}-{request.Part}");

    public override LearnedSets Learned(SetAmounts amounts)
    {
        if (source is null)
            throw new UcamException("This recipe trains and tests on NLVR: give the folder that holds its dev/ and "
                + "test/ with --data (github lil-lab/nlvr, folder nlvr).")
            { Field = "data" };
        NlvrShare share = amounts.Nlvr ?? new NlvrShare();
        var dev = new NlvrFiles(source, "dev", amounts.Size);
        string[] training = [.. dev.Parts.Where(p => !share.HeldOut.Contains(p))];
        return new LearnedSets(
            new JoinedSets($"{Drawn}-{Train}", [Draw(amounts.Of(Train, amounts.Train)),
                dev.Training(training, share.Repeats, amounts.QuestionsPerPicture - share.Repeats, amounts.Seed)]),
            dev.Asked(share.HeldOut, "nlvr-dev-held-out"), new NlvrFiles(source, "test", amounts.Size).Asked(null, "nlvr-test"));
    }

    public override IVqaSet Backbone(SetAmounts amounts) => Draw(BackboneOf(amounts), BackboneTowers);

    public override IEnumerable<IVqaSet> Tests(SetAmounts amounts, LearnedSets learned) =>
        [learned.Test, learned.Validation, Draw(amounts.Of(Test, amounts.Test))];

    private static NlvrSet Draw(SetRequest request, double towers = NlvrLayout.Towers) => NlvrSet.Draw(new NlvrSetOptions
    {
        Seed = request.Seed,
        Split = BuiltInItems.PartOf<NlvrSplit>(request.Part),
        Pictures = request.Pictures,
        Size = request.Size,
        QuestionsPerPicture = request.QuestionsPerPicture,
        Towers = towers,
    }, request.Cancel);
}
