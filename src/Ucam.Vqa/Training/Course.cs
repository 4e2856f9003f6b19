using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Training;

/// <summary>
/// The course of a stage: the rate of each step, and the last epoch. With <see cref="Levelling"/> the rate climbs, stays until the held-out
/// part has levelled off, then falls to nothing; all of it follows from the scores so far, so that a resumed run takes the same course.
/// </summary>
internal sealed class Course
{
    private readonly FitRecipe _fit;
    private readonly long _steps;
    private readonly Levelling? _levelling;
    private readonly List<HeldOutScore> _scores = [];
    private int _waited, _falls;
    private HeldOutScore _best = new(double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>A course of at most <paramref name="epochs"/> of <paramref name="stepsPerEpoch"/> each.</summary>
    /// <param name="fit">Peak rate, and the schedule where the number of epochs is fixed.</param>
    /// <param name="epochs">Epochs, ≥ 1; the most where the stage ends when it has levelled off.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch, ≥ 1.</param>
    /// <param name="levelling">When the stage has levelled off; null trains all epochs.</param>
    /// <param name="scores">Those of the epochs that are done.</param>
    public Course(FitRecipe fit, int epochs, long stepsPerEpoch, Levelling? levelling, IEnumerable<HeldOutScore>? scores = null)
    {
        (_fit, Epochs, _steps, _levelling) = (fit, epochs, stepsPerEpoch, levelling);
        if (levelling is not null) PlanFall(LatestFall(epochs, levelling.Fall));
        foreach (HeldOutScore score in scores ?? []) Add(score);
    }

    /// <summary>The last epoch, as far as it is known.</summary>
    public int Epochs { get; private set; }

    /// <summary>Whether the stage may end before.</summary>
    public bool IsOpen => _levelling is not null && _scores.Count < _falls;

    /// <summary>What was told so far.</summary>
    public HeldOutScore[]? Scores => _levelling is null ? null : [.. _scores];

    /// <summary>The rate of a step of an epoch, from 0.</summary>
    public double Rate(int epoch, long step)
    {
        long at = (epoch - 1) * _steps + step;
        if (_levelling is null) return LearningRate.At(_fit.Schedule, _fit.LearningRate, at, _steps * Epochs);
        double climbed = Math.Min(1, (at + 1.0) / _levelling.WarmUpSteps);
        double left = (_steps * Epochs - at) / (double)(_steps * (Epochs - _falls));
        return _fit.LearningRate * climbed * (at < _steps * _falls ? 1 : left);
    }

    /// <summary>Tells how the held-out part did after the next epoch.</summary>
    public void Add(HeldOutScore score)
    {
        bool open = IsOpen;
        _scores.Add(score);
        if (_levelling is null || !open) return;
        bool better = score.Accuracy >= _best.Accuracy + _levelling.Progress || score.Loss <= _best.Loss * (1 - _levelling.Progress);
        _best = new HeldOutScore(Math.Min(score.Loss, _best.Loss), Math.Max(score.Accuracy, _best.Accuracy));
        _waited = better ? 0 : _waited + 1;
        if (_waited >= _levelling.PatienceEpochs(_steps)) PlanFall(Math.Min(_scores.Count, _falls));
    }

    // The rate falls after this epoch, for a share of the epochs until then.
    private void PlanFall(int after)
    {
        _falls = after;
        Epochs = Math.Min(Epochs, after + Math.Max(1, (int)Math.Round(after * _levelling!.Fall)));
    }

    private static int LatestFall(int epochs, double share) => Math.Max(0, Math.Min(epochs - 1, (int)(epochs / (1 + share))));
}
