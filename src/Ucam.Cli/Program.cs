Ucam.Cli.Terminal.StandardStreams.Open();
Ucam.Cli.Terminal.TerminalSession.LeaveToFirst();
return await Ucam.Cli.App.RunAsync(args);
