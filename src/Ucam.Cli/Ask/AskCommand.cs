using System.CommandLine;
using Ucam.Cli.Usage;

namespace Ucam.Cli.Ask;

/// <summary><c>ucam ask</c>: one question about pictures, folders, patterns, or a list on standard input.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var work = new AskWork();
        var command = new ExampleCommand("ask", "Asks a question about a picture.",
            "ucam ask kitchen.png \"What colour is the large ball?\" --card where.png",
            "ucam ask photos/ \"Is there a dog?\" --json",
            "ucam ask *.jpg \"Is there a dog?\" --card cards",
            "ucam ask photos/ --data questions.csv --out answers.csv --report report.html");
        work.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() => work.Run(parsed, cancel), CancellationToken.None));
        return command;
    }
}
