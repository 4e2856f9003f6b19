using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Ucam.Cli.Options;

/// <summary>Options whose values are shares between 0 and 1.</summary>
internal static class ShareOption
{
    // Smaller shares ask for more questions than there can be.
    private const double Least = 0.0001;

    /// <summary>An option that may be repeated or take a list by commas.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="otherwise">What <see cref="Of"/> takes where none is given.</param>
    public static Option<double[]> Several(string name, string description, double[] otherwise) => new(name)
    {
        Description = description + $" [default: {string.Join(", ", otherwise.Select(Text))}]",
        HelpName = "SHARE",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
            [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Select(text => Read(result, name, text, otherwise[0], Least)).Distinct()],
    };

    /// <summary>The shares that were given, or others.</summary>
    public static double[] Of(ParseResult parsed, Option<double[]> option, double[] otherwise) =>
        parsed.GetValue(option) is { Length: > 0 } given ? given : otherwise;

    /// <summary>An option with one value.</summary>
    public static Option<double> One(string name, string description, double otherwise) => new(name)
    {
        Description = description,
        HelpName = "SHARE",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => Read(result, name, result.Tokens[0].Value, otherwise, Least),
    };

    /// <summary>A share that was written; says what is wrong with it otherwise.</summary>
    /// <param name="result">Where an error is told.</param>
    /// <param name="name">The option.</param>
    /// <param name="text">What was written.</param>
    /// <param name="example">A share that makes sense.</param>
    /// <param name="least">The least share; 0 for any.</param>
    public static double Read(ArgumentResult result, string name, string text, double example = 0.05, double least = 0)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is > 0 and < 1 && share >= least)
            return share;
        result.AddError($"{name} is '{text}'; it must be a number "
            + (least > 0 ? $"from {Text(least)} to below 1" : "between 0 and 1") + $", such as {Text(example)}.");
        return double.NaN;
    }

    /// <summary>A share as it is written.</summary>
    public static string Text(double share) => share.ToString(CultureInfo.InvariantCulture);
}
