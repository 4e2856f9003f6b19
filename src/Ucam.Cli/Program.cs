Ucam.Cli.Terminal.StandardStreams.Open();
return await Ucam.Cli.App.RunAsync(args);
