"""An archive of news pages in one SQLite file; knows neither Scrapy nor settings."""
