using Microsoft.Extensions.AI;

namespace Ucam.Extensions.AI;

/// <summary>How a chat model is tested on a set.</summary>
public sealed record ChatEvaluationOptions
{
    /// <summary>How the doubt of each answer is found; its budget is that of the whole test.</summary>
    public DoubtOptions Doubt { get; init; } = new();

    /// <summary>Said before each question, as the system's message; empty for nothing.</summary>
    public string Instruction { get; init; } = "Answer the question about the picture with one word, a number or a short phrase, and nothing else.";

    /// <summary>How each answer itself is asked for; at the temperature 0 by default.</summary>
    public ChatOptions Chat { get; init; } = new() { Temperature = 0 };

    /// <summary>
    /// A file that each answer is added to as it comes (JSON, one a line), and whose answers are not asked for again; null for none. Another set, or
    /// other calls, need another file.
    /// </summary>
    public string? AnswersFile { get; init; }

    /// <summary>What the file says that the answers are of, such as the model; other words need another file.</summary>
    public string Model { get; init; } = "";
}
