using System.Globalization;
using Ucam.Numbers;

namespace Ucam.Certainty.Estimation;

/// <summary>
/// Fits P(right) in stages. The first, on clean answers alone, takes all signals but those that tell the kind of input. The second adds
/// these, over what the first says of answers it did not see, on clean and shifted answers together, and a third what tells whether question
/// and picture belong together, on clean and misplaced ones; last, the intercept is set so that clean answers are as often right on average as
/// the model says. So shifted data move the answers on strange inputs and not those on others.
/// </summary>
internal static class CertaintyFit
{
    /// <summary>Fewer held-out answers than these say too little.</summary>
    public const int FewestAnswers = 50;

    private const int Steps = 8, Folds = 5;

    // Close together where usual inputs end, so that the strangest of them do not share a ramp with strange ones.
    private static readonly double[] Usual = [0, 0.5, 0.9, 0.98, 0.995, 1], Strange = [0, 0.2, 0.4, 0.6, 0.8, 0.9, 1];

    // All answers of a kind together weigh as much as so many times the clean ones.
    private const double ShiftedShare = 0.15, StrangeShare = 0.03, MisplacedShare = 0.1;

    /// <summary>The fitted estimator; what the words mean is measured on clean answers by models that did not see their group.</summary>
    /// <exception cref="UcamException">There are fewer than 50 clean answers or 5 groups, all are right, or all are wrong, or what is fitted is not
    /// finite.</exception>
    public static CertaintyState StateOf(HeldOut data, int seed)
    {
        int[] clean = data.Rows(AnswerKind.Clean);
        (int[] shifted, int[] strange) = (data.Rows(AnswerKind.Shifted), data.Rows(AnswerKind.Strange));
        int[] misplaced = data.Rows(AnswerKind.Misplaced);
        if (Lacking(data) is { } lacking) throw new UcamException(lacking);
        CertaintySignal[] signals = [.. data.Signals.Names.Select(name => CertaintySignals.Catalogue.Find(name)!)];
        int[] folds = FoldsOf(data.Groups, seed);
        var first = new Stage(data, [.. signals.Where(signal => !signal.TellsKind)], Weights((clean, 1)), null,
            table => Ramps.Of(table.At(clean), Steps));
        (double penalty, double[] odds) = first.CrossValidate(folds);
        AdditiveModel model = first.Fit(penalty);
        Add(signal => signal.TellsKind && !signal.TellsPair, shifted.Length + strange.Length > 0, [(shifted, ShiftedShare), (strange, StrangeShare)]);
        // Without the worse pictures, in which nothing seems to belong to the question, though people's answers to it still stand.
        Add(signal => signal.TellsPair, misplaced.Length > 0, [(misplaced, MisplacedShare)]);
        double[] right = [.. clean.Select(i => data.Right[i])], apart = [.. clean.Select(i => odds[i])];
        double shift = Shift(apart, right);
        if (!double.IsFinite(shift + model.Intercept + model.Shapes.Sum(shape => shape.Values.Sum())))
            throw new NotFiniteException("the fitted certainty", "look at the held-out answers' signals");
        return new CertaintyState(Rounded(model with { Intercept = model.Intercept + shift }),
            Bands.Of([.. apart.Select(odd => Logistic.Of(odd + shift))], right), clean.Length, right.Average(), penalty);

        void Add(Func<CertaintySignal, bool> isNext, bool isThere, (int[] Rows, double Share)[] others)
        {
            CertaintySignal[] next = [.. signals.Where(isNext)];
            if (next.Length == 0 || !isThere) return;
            double Each((int[] Rows, double Share) part) => part.Share * clean.Length / Math.Max(1, part.Rows.Length);
            double[] weights = Weights([(clean, 1), .. others.Select(part => (part.Rows, Each(part)))]);
            int[] changed = [.. others.SelectMany(part => part.Rows)];
            var stage = new Stage(data, next, weights, odds, table => Ramps.Of((table.At(clean), Usual), (table.At(changed), Strange)));
            (double softness, odds) = stage.CrossValidate(folds);
            AdditiveModel added = stage.Fit(softness);
            model = new AdditiveModel(model.Intercept + added.Intercept, [.. model.Shapes, .. added.Shapes]);
        }

        double[] Weights(params (int[] Rows, double Weight)[] parts)
        {
            var weights = new double[data.Right.Length];
            foreach ((int[] rows, double weight) in parts) foreach (int i in rows) weights[i] = weight;
            return weights;
        }
    }

    /// <summary>What to add to log-odds so that their mean probability is the share of right answers.</summary>
    private static double Shift(double[] odds, double[] right)
    {
        double aim = right.Average(), shift = 0;
        for (int step = 0; step < 20; step++)
        {
            double[] p = [.. odds.Select(odd => Logistic.Of(odd + shift))];
            shift += (aim - p.Average()) / Math.Max(p.Average(value => value * (1 - value)), 1e-6);
        }
        return shift;
    }

    /// <summary>What is wrong with some answers to fit on, in one sentence; null where they will do.</summary>
    public static string? Lacking(HeldOut data)
    {
        int[] clean = data.Rows(AnswerKind.Clean);
        int groups = clean.Select(i => data.Groups[i]).Distinct().Count();
        if (clean.Length < FewestAnswers || groups < Folds)
            return $"{clean.Length} held-out answers about {groups} inputs are too few to tell how likely an answer is right; "
                + $"give at least {FewestAnswers} about at least {Folds}.";
        double right = clean.Average(i => data.Right[i]);
        return right is >= 1e-3 and <= 1 - 1e-3 ? null
            : $"Of {clean.Length} held-out answers {(right < 0.5 ? "none is" : "all are")} right, so nothing tells right from wrong; "
                + "give harder or easier held-out questions.";
    }

    private static int[] FoldsOf(long[] groups, int seed)
    {
        long[] distinct = [.. groups.Distinct().Order()];
        int[] order = Shuffle.Order(distinct.Length, seed, 0);
        var fold = new Dictionary<long, int>();
        for (int i = 0; i < distinct.Length; i++) fold[distinct[order[i]]] = i % Folds;
        return [.. groups.Select(group => fold[group])];
    }

    // Six digits are more than the data tell, and keep a checkpoint's header short.
    private static AdditiveModel Rounded(AdditiveModel model) => new(Rounded(model.Intercept), [.. model.Shapes.Select(shape =>
        shape with { Values = [.. shape.Values.Select(Rounded)] })]);

    private static double Rounded(double value) => double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
