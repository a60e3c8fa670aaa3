module example.org/library

go 1.23

require github.com/golang-migrate/migrate/v4 v4.19.1
