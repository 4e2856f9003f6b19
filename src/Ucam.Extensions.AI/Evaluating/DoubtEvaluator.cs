using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;
using Ucam.Vqa.Text;

namespace Ucam.Extensions.AI;

/// <summary>What people answered to a question, for <see cref="DoubtEvaluator"/>.</summary>
public sealed class PeoplesAnswersContext : EvaluationContext
{
    /// <summary>The name under which it stands in reports.</summary>
    public const string ContextName = "People's answers";

    /// <summary>Names them.</summary>
    /// <param name="answers">What each person said: ten in VQA, at least one.</param>
    public PeoplesAnswersContext(IReadOnlyList<string> answers) : base(ContextName, string.Join(", ", answers)) => Answers = answers;

    /// <summary>What each person said.</summary>
    public IReadOnlyList<string> Answers { get; }
}

/// <summary>
/// Doubt and accuracy of an answer about a picture, for Microsoft.Extensions.AI.Evaluation. The doubt is that which a
/// <see cref="DoubtChatClient"/> left in the response; where there is none, the configured client is asked.
/// </summary>
public sealed class DoubtEvaluator : IEvaluator
{
    /// <summary>P(right), in [0,1].</summary>
    public const string CertaintyName = "Certainty";

    /// <summary>Entropy of the samples' meanings, nats.</summary>
    public const string SemanticEntropyName = "Semantic entropy";

    /// <summary>Mutual information of the answer and small changes of the picture, nats.</summary>
    public const string PictureDoubtName = "Picture doubt";

    /// <summary>Probability of the answer with a blank picture, in [0,1].</summary>
    public const string BlankName = "Without the picture";

    /// <summary>VQA's accuracy, in [0,1], where there is a <see cref="PeoplesAnswersContext"/>.</summary>
    public const string AccuracyName = "VQA accuracy";

    private const double Sure = 0.8, Guess = 0.5;

    private readonly DoubtOptions _options;

    /// <summary>Makes an evaluator.</summary>
    /// <param name="options">How doubt is found where a response has none.</param>
    /// <exception cref="UcamException">An option is out of range.</exception>
    public DoubtEvaluator(DoubtOptions? options = null)
    {
        _options = options ?? new DoubtOptions();
        Settings.Check(_options);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> EvaluationMetricNames { get; } =
        [CertaintyName, SemanticEntropyName, PictureDoubtName, BlankName, AccuracyName];

    /// <inheritdoc/>
    public async ValueTask<EvaluationResult> EvaluateAsync(IEnumerable<ChatMessage> messages, ChatResponse modelResponse,
        ChatConfiguration? chatConfiguration = null, IEnumerable<EvaluationContext>? additionalContext = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(modelResponse);
        ChatDoubt? doubt = ChatDoubt.Of(modelResponse) ?? (chatConfiguration is null ? null
            : await Ask(chatConfiguration.ChatClient, [.. messages], modelResponse, cancellationToken).ConfigureAwait(false));
        var certainty = Metric(CertaintyName, doubt?.Certainty.Probability, doubt?.Certainty.ToString());
        if (certainty.Value is { } right)
            certainty.Interpretation = new EvaluationMetricInterpretation(
                right >= Sure ? EvaluationRating.Good : right >= Guess ? EvaluationRating.Average : EvaluationRating.Poor, failed: right < Guess);
        PeoplesAnswersContext? people = additionalContext?.OfType<PeoplesAnswersContext>().FirstOrDefault();
        double? accuracy = people is { Answers.Count: > 0 } ? VqaAccuracy.Score(modelResponse.Text, people.Answers) : null;
        return new EvaluationResult(certainty, Metric(SemanticEntropyName, doubt?.SemanticEntropy), Metric(PictureDoubtName, doubt?.PictureDoubt),
            Metric(BlankName, doubt?.BlankProbability), Metric(AccuracyName, accuracy));
    }

    private static NumericMetric Metric(string name, double? value, string? why = null)
    {
        bool known = value is { } number && double.IsFinite(number);
        var metric = new NumericMetric(name, known ? value : null, why);
        if (!known) metric.AddDiagnostics(EvaluationDiagnostic.Informational(why ?? "It is not known."));
        return metric;
    }

    private async Task<ChatDoubt> Ask(IChatClient client, ChatMessage[] messages, ChatResponse response, CancellationToken cancel)
    {
        // The client stays the configuration's.
        var doubting = new DoubtChatClient(client, _options);
        return await doubting.Doubt(messages, response, cancel).ConfigureAwait(false);
    }
}
