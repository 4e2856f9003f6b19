namespace Ucam.Certainty.Signals;

/// <summary>What the passes' distributions say.</summary>
internal static class PassSignals
{
    public const string Group = "passes";

    public static CertaintySignal Probability { get; } = new("probability", Group, 1, x => x.Best.select(1, 0))
    { Against = "no answer is probable", For = "one answer is far more probable than all others" };

    public static CertaintySignal Margin { get; } = new("margin", Group, 1, x => x.Best.select(1, 0) - x.Best.select(1, 1))
    { Against = "the second-best answer is close", For = "the second-best answer is far behind" };

    public static CertaintySignal PredictiveEntropy { get; } = new("predictive-entropy", Group, 0, x => x.PredictiveEntropy)
    { Against = "several answers are possible", For = "hardly any other answer is possible", Leans = -1 };

    public static CertaintySignal ExpectedEntropy { get; } = new("expected-entropy", Group, 0, x => x.ExpectedEntropy)
    { Against = "people might well disagree on it", For = "people would probably agree on it", Leans = -1 };

    public static CertaintySignal MutualInformation { get; } = new("mutual-information", Group, 0, x => x.PredictiveEntropy - x.ExpectedEntropy)
    { Against = "the model contradicts itself from pass to pass", For = "the model says the same in every pass", Leans = -1 };
}
