return await Ucam.Cli.App.RunAsync(args);
