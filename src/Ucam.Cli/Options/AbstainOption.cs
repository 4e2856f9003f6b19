using System.CommandLine;
using Ucam.Cli.Usage;
using Ucam.Metrics;
using Ucam.Vqa;
using Ucam.Vqa.Asking;

namespace Ucam.Cli.Options;

/// <summary>The option that withholds answers below a model's threshold for a promised risk, shared by several commands.</summary>
/// <param name="more">What else its help says.</param>
internal sealed class AbstainOption(string more = "")
{
    private const double Usual = 0.05;

    private readonly Option<double?> _risk = new("--abstain")
    {
        Description = $"Withhold answers below the model's threshold for this promised share of wrong ones, 0.05 where none is given "
            + $"('ucam calibrate' makes the promise).{more}",
        HelpName = "RISK",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? Usual : ShareOption.Read(result, "--abstain", result.Tokens[0].Value),
    };

    public IReadOnlyList<Option> All => [_risk];

    public void AddTo(Command command) => command.Add(_risk);

    public bool IsGiven(ParseResult parsed) => parsed.GetResult(_risk) is { Implicit: false };

    /// <summary>The promise that was asked for; null where none was.</summary>
    /// <exception cref="UcamException">The model makes no such promise.</exception>
    public GuaranteedRisk? Promise(ParseResult parsed, VqaModel model, int passes, McMode mode)
    {
        if (!IsGiven(parsed)) return null;
        double risk = parsed.GetValue(_risk) ?? Usual;
        string name = model.Network.Config.Name;
        if (Judgement.Missing(model.Network, passes, mode) is { } why)
        {
            if (model.Network.Certainty is not null) throw new UsageException($"--abstain asks how likely an answer is right; {why}.");
            throw new UcamException($"--abstain: {why}.");
        }
        if (model.Network.Promises is not { Risks.Count: > 0 } promises || promises.For(risk) is not { } promise)
        {
            string others = string.Join(" and ", (model.Network.Promises?.Risks ?? []).Select(r => $"{100 * r.Limit:0.####} %"));
            throw new UcamException($"the model '{name}' promises nothing about a risk of {100 * risk:0.####} %"
                + $"{(others.Length == 0 ? "" : $", only about {others}")}; 'ucam calibrate --risk {ShareOption.Text(risk)}' can.");
        }
        return promise.Threshold is not null ? promise : throw new UcamException($"for the model '{name}' a risk of {100 * risk:0.####} % "
            + $"could not be promised from {promise.Questions} questions, so that it would answer nothing; "
            + "give a higher risk, or calibrate on more questions.");
    }
}
