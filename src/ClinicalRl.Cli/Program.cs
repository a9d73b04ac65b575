Console.Error.WriteLine("clinicalrl");
return 2;
