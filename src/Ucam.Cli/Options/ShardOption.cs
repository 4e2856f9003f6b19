using System.CommandLine;

namespace Ucam.Cli.Options;

/// <summary>The part of a work that this run does, where several machines share it.</summary>
internal static class ShardOption
{
    /// <summary>The option.</summary>
    /// <param name="parts">What is shared out: "the cells".</param>
    public static Option<Shard?> Of(string parts) => new("--shard")
    {
        Description = $"Do one part of {parts} only: 2/8 is the second of eight. 'ucam merge' joins what the parts wrote.",
        HelpName = "I/N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            Shard? shard = Shard.Parse(text);
            if (shard is null) result.AddError($"--shard is '{text}'; it must be a part and their number, such as 2/8.");
            return shard;
        },
    };

    /// <summary>Tells that a part is done, and how it goes on.</summary>
    /// <param name="part">Which.</param>
    /// <param name="path">Where its results lie.</param>
    /// <param name="kind">What that is, of several: "folders".</param>
    public static void Done(Shard part, string path, string kind = "folders") =>
        Console.Out.WriteLine($"shard {part} is done: {path}; when all are, 'ucam merge' joins their {kind}.");
}
