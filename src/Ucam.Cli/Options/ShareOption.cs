using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Ucam.Cli.Options;

/// <summary>Options whose values are shares between 0 and 1.</summary>
internal static class ShareOption
{
    /// <summary>An option that may be repeated or take a list by commas.</summary>
    public static Option<double[]> Several(string name, string description, params double[] otherwise) => new(name)
    {
        Description = description + $" [default: {string.Join(", ", otherwise.Select(Text))}]",
        HelpName = "SHARE",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Select(text => Read(result, name, text)).Distinct()],
    };

    /// <summary>An option with one value.</summary>
    public static Option<double> One(string name, string description, double otherwise) => new(name)
    {
        Description = description,
        HelpName = "SHARE",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => Read(result, name, result.Tokens[0].Value),
    };

    /// <summary>A share that was written; says what is wrong with it otherwise.</summary>
    public static double Read(ArgumentResult result, string name, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is > 0 and < 1) return share;
        result.AddError($"{name} is '{text}'; it must be a number between 0 and 1, such as 0.05.");
        return double.NaN;
    }

    /// <summary>A share as it is written.</summary>
    public static string Text(double share) => share.ToString(CultureInfo.InvariantCulture);
}
