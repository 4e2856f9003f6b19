using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Vqa;

namespace Ucam.Cli.Data;

/// <summary><c>ucam data check</c>: everything that is wrong with a set's files, with counts.</summary>
internal static class DataCheckCommand
{
    public const string Example = "ucam data check vqa val2014_questions.json val2014_annotations.json val2014";

    public static Command Create()
    {
        var source = new DataSourceArguments();
        var list = new OutputOption("--list") { Description = "Write every issue to a file (CSV: kind, file, field, detail)." };
        var command =
            new ExampleCommand("check", "Checks a set: missing pictures, ids that occur twice or are unknown, answers without questions.", Example,
            "ucam data check slake Slake1.0/test.json Slake1.0/imgs --list issues.csv") { list };
        source.AddTo(command);
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            string? file = parsed.GetValue(list);
            Output.CheckFile("--list", file);
            FileSet set = source.Open(parsed, out DataReport report);
            IssuePrinter.Print(Console.Out, set.Name, report);
            if (file is not null) IssuePrinter.Write(Output.WithFolder(file), report);
            return report.IsWhole ? ExitCode.Success : ExitCode.Failure;
        }, CancellationToken.None));
        return command;
    }
}
