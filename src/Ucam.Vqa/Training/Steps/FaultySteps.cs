using System.Text.Encodings.Web;
using System.Text.Json;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Training.Steps;

/// <summary>What a step was given, by the ids of its set.</summary>
internal sealed record BatchIds(IReadOnlyList<long> Questions, IReadOnlyList<long> Pictures);

/// <summary>A step that was not taken, since something was not finite.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Of the epoch, from 1.</param>
/// <param name="NotFinite">What was not finite.</param>
/// <param name="LearningRate">The rate it would have had.</param>
/// <param name="Batch">What it was given.</param>
internal sealed record FaultyStep(int Epoch, long Step, string NotFinite, double LearningRate, BatchIds Batch);

/// <summary>
/// The steps of a stage that were not taken since something was not finite: as the recipe says the first one ends the training, or they are
/// counted. Their batches are kept in a file.
/// </summary>
internal sealed class FaultySteps(EpochPlan plan, TrainerOptions options, EpochState? state)
{
    /// <summary>So many in a row end a training that leaves such steps out: it no longer learns.</summary>
    public const int MostInARow = 10;

    private const int MostKept = 100;
    private const string Repeat = "The training is deterministic: the same command with --resume goes on from the last finished epoch and comes to "
        + "these steps again with the same batches and random numbers; without a finished epoch, and in a comparison, the same command alone does.";
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private sealed record Kept(string Stage, int Seed, string Repeat, FaultyStep[] Steps);

    /// <summary>All so far.</summary>
    public int Count { get; private set; } = state?.Skipped ?? 0;

    /// <summary>Those since the last step that was taken.</summary>
    public int InARow { get; private set; } = state?.SkippedInARow ?? 0;

    /// <summary>Forgets those of an earlier run that this one does not go on with.</summary>
    public void Forget()
    {
        if (state is null && options.FaultsPath is { } path) File.Delete(path);
    }

    /// <summary>A step was taken.</summary>
    public void Taken() => InARow = 0;

    /// <summary>Leaves the step out, or ends the training.</summary>
    /// <param name="step">The step.</param>
    /// <param name="advice">What to do about what was read; null where it was computed, for the training's own advice.</param>
    /// <exception cref="UcamException">The recipe says so, or it was the tenth in a row.</exception>
    public void Meet(FaultyStep step, string? advice = null)
    {
        Count++;
        InARow++;
        string told = $"{plan.Stage}: {step.NotFinite} is not a finite number in epoch {step.Epoch}, step {step.Step}";
        string kept = Keep(step) is { } path ? $"; its batch is kept in {path}" : "";
        // What was read wrong is so in every epoch, and the run would end over it in the end.
        bool skips = plan.Fit.NotFinite == NotFinite.Skip && advice is null;
        if (skips && InARow < MostInARow)
        {
            options.Tell($"{told}: the step is left out ({Count} so far){kept}");
            return;
        }
        string row = skips ? $", and so were the {MostInARow - 1} steps before" : "";
        string other = skips ? "" : ", or leave such steps out by not_finite: skip";
        throw new NotFiniteException(step.NotFinite, "", $"{told}{row}; {advice ?? plan.Advice}{(advice is null ? other : "")}{kept}.")
        { Field = advice is null ? "learning_rate" : "features" };
    }

    private string? Keep(FaultyStep step)
    {
        if (options.FaultsPath is not { } path) return null;
        // A resumed run comes to the steps of an unfinished epoch again.
        FaultyStep[] steps = [.. Read(path).Where(s => (s.Epoch, s.Step).CompareTo((step.Epoch, step.Step)) < 0).Append(step).Take(MostKept)];
        AtomicFile.WriteText(path, JsonSerializer.Serialize(new Kept(plan.Stage, plan.Seed, Repeat, steps), Json) + "\n");
        return path;
    }

    private static FaultyStep[] Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Kept>(OrdinaryFile.Text(path), Json)?.Steps ?? [] : [];
        }
        catch (Exception e) when (e is JsonException || FileProblem.Is(e))
        {
            return [];
        }
    }
}
