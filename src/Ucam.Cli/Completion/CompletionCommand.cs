using System.CommandLine;
using Ucam.Cli.Usage;

namespace Ucam.Cli.Completion;

/// <summary><c>ucam completion</c>: prints a shell's completion script.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _ucam() { COMPREPLY=($(compgen -W "$(ucam "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}")); }
        complete -o default -F _ucam ucam
        """;

    private const string Zsh = """
        _ucam() { compadd -- ${(f)"$(ucam "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)"}; _files }
        compdef _ucam ucam
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName ucam -ScriptBlock {
            param($word, $line, $position)
            ucam "[suggest:$position]" "$line" | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        var command = new ExampleCommand("completion", "Prints a completion script for your shell.", "source <(ucam completion bash)") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.Write(parsed.GetRequiredValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => PowerShell } + "\n");
            return ExitCode.Success;
        });
        return command;
    }
}
