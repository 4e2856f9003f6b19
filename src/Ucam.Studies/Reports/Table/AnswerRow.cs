using Ucam.Vqa;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Text;

namespace Ucam.Studies.Reports.Table;

/// <summary>One answer as a row of a table: what it is sorted, searched and filtered by. A number that is not known is null.</summary>
internal sealed record AnswerRow
{
    /// <summary>The step of an answer of which neither words nor a doubt are told.</summary>
    public const int Unsaid = 4;

    private const int Digits = 4;

    /// <summary>The picture, by its place in the table's pictures.</summary>
    public int Picture { get; init; }

    /// <summary>The question.</summary>
    public required string Question { get; init; }

    /// <summary>The model's answer.</summary>
    public required string Answer { get; init; }

    /// <summary>The people's most frequent answer; null where none is known.</summary>
    public string? Truth { get; init; }

    /// <summary>Whether the answer is right; null where that is not known.</summary>
    public bool? Right { get; init; }

    /// <summary>The family of the question, or its kind of answer; null where there is none.</summary>
    public string? Type { get; init; }

    /// <summary>How sure, from 0, sure, to 3, guessing; <see cref="Unsaid"/> where that is not told.</summary>
    public int Step { get; init; }

    /// <summary>The step as a word: "fairly sure".</summary>
    internal string Word => WordOf(Step);

    /// <summary>P(right), in [0,1].</summary>
    public double? Certainty { get; init; }

    /// <summary>The probability of the answer, in [0,1].</summary>
    public double? Probability { get; init; }

    /// <summary>Predictive entropy, nats.</summary>
    public double? Doubt { get; init; }

    /// <summary>Its aleatoric part, nats.</summary>
    public double? Data { get; init; }

    /// <summary>Its epistemic part, nats.</summary>
    public double? Model { get; init; }

    /// <summary>Mahalanobis distance of the picture from the training pictures.</summary>
    public double? Unusual { get; init; }

    /// <summary>Whether the picture or a word is outside what the model learned.</summary>
    public bool Unfamiliar { get; init; }

    /// <summary>The place in the queue of <see cref="ReviewQueue"/>.</summary>
    public int Queue { get; init; }

    /// <summary>How likely it is wrong as far as is known, in [0,1]: 1 − P(right), else 1 − the answer's probability, else a half.</summary>
    internal double Wrong => 1 - (Certainty ?? Probability ?? 0.5);

    /// <summary>The row of an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="picture">The picture's place.</param>
    public static AnswerRow Of(Answer answer, int picture) => new()
    {
        Picture = picture,
        Question = answer.Question,
        Answer = answer.Text,
        Step = (int)InWords.Sureness(answer),
        Certainty = Known(answer.Certainty.Probability),
        Probability = Known(answer.Probability),
        Doubt = Known(answer.Uncertainty.Predictive),
        Data = InWords.NotParted(answer) is null ? Known(answer.Uncertainty.Aleatoric) : null,
        Model = InWords.NotParted(answer) is null ? Known(answer.Uncertainty.Epistemic) : null,
        Unusual = Known(answer.Familiarity.Distance),
        Unfamiliar = answer.Familiarity.IsOutside,
    };

    /// <summary>The row of a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="picture">The picture's place.</param>
    public static AnswerRow Of(QuestionResult result, int picture) => new()
    {
        Picture = picture,
        Question = result.Question,
        Answer = result.Prediction,
        Truth = result.Truth.Length > 0 ? result.Truth : null,
        Right = result.Truth.Length > 0 ? result.Loss == 0 : null,
        Type = TypeOf(result.QuestionType, result.AnswerType),
        Step = StepOf(result.Certainty?.Words ?? "", result.Predictive),
        Certainty = Known(result.Certainty?.Probability),
        Probability = Known(result.Probability),
        Doubt = Known(result.Predictive),
        Data = Known(result.Aleatoric),
        Model = Known(result.Epistemic),
        Unusual = Known(result.Distance),
    };

    /// <summary>The row beside what people answered: what most of them said, and whether it is right; the same where nobody did.</summary>
    /// <param name="people">Their answers.</param>
    public AnswerRow Beside(IReadOnlyList<string> people) => people.Count == 0 ? this : this with
    {
        Truth = CommonestAnswer.Of(people),
        Right = VqaAccuracy.IsRight(VqaAccuracy.Score(Answer, people)),
    };

    /// <summary>The row with whether it is outside what a model learned, of which results tell no more than the distance.</summary>
    /// <param name="model">The model that answered.</param>
    public AnswerRow Placed(VqaModel model)
    {
        bool isStrange = model.Network.Familiarity is { } known && Unusual > known.Limit;
        return this with { Unfamiliar = Unfamiliar || isStrange || IsUnknown(model) };
    }

    private bool IsUnknown(VqaModel model)
    {
        try
        {
            return model.Network.Words.Encode(Question).UnknownWords.Count > 0;
        }
        catch (UcamException)
        {
            // A question that cannot be asked is not like those that it learned.
            return true;
        }
    }

    /// <summary>A type that is not empty; null for none.</summary>
    public static string? TypeOf(string question, string answer) => question.Length > 0 ? question : answer.Length > 0 ? answer : null;

    /// <summary>A step as a word.</summary>
    public static string WordOf(int step) => step == Unsaid ? "not told" : InWords.Word((Sureness)step);

    /// <summary>The step that words name; by the doubt, in nats, where they name none.</summary>
    public static int StepOf(string words, double? doubt)
    {
        foreach (Sureness sureness in Enum.GetValues<Sureness>())
            if (InWords.Word(sureness) == words) return (int)sureness;
        return doubt is { } nats ? AnswerWords.StepOfDoubt(nats) : Unsaid;
    }

    /// <summary>A number to four digits; null where it is none.</summary>
    public static double? Known(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, Digits) : null;
}
