namespace Ucam.Vqa.Datasets.BuiltIn.Scenes;

/// <summary>A question about one scene with all that is known of its answer.</summary>
/// <param name="Family">The family by name.</param>
/// <param name="AnswerType">"yes/no", "number" or "other".</param>
/// <param name="Text">The question in English.</param>
/// <param name="Answer">The answer that holds in the scene.</param>
/// <param name="Distribution">What people answer.</param>
/// <param name="Deciding">The objects that decide the answer.</param>
/// <param name="Presupposed">What the question takes to be there, exactly once.</param>
internal sealed record SceneQuestion(string Family, string AnswerType, string Text, string Answer, AnswerDistribution Distribution,
    int[] Deciding, SceneDescription[] Presupposed)
{
    /// <summary>
    /// What people who perceive the same objects otherwise answer; null where the answer also hangs on their places, and in a set, which keeps
    /// the distribution alone.
    /// </summary>
    public Func<ScenePerception, AnswerDistribution>? AnsweredBy { get; init; }
}

